CREATE TABLE "blog"."mailings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"post_id" uuid NOT NULL,
	"newsletter_id" uuid NOT NULL,
	"person_id" uuid,
	"subject" text DEFAULT '' NOT NULL,
	"html" text DEFAULT '' NOT NULL,
	"plaintext" text DEFAULT '' NOT NULL,
	"last_person_id" uuid,
	"letters" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"begun_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "mailings_post_once_by_newsletter" UNIQUE("post_id","newsletter_id"),
	CONSTRAINT "mailings_begin_before_they_end" CHECK ("blog"."mailings"."finished_at" is null or "blog"."mailings"."begun_at" is not null)
);
--> statement-breakpoint
DROP MATERIALIZED VIEW "blog"."search_words";--> statement-breakpoint
ALTER TABLE "blog"."mailings" ADD CONSTRAINT "mailings_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."mailings" ADD CONSTRAINT "mailings_newsletter_id_newsletters_id_fk" FOREIGN KEY ("newsletter_id") REFERENCES "blog"."newsletters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."mailings" ADD CONSTRAINT "mailings_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mailings_by_newsletter" ON "blog"."mailings" USING btree ("newsletter_id");--> statement-breakpoint
CREATE INDEX "mailings_to_send" ON "blog"."mailings" USING btree ("created_at") WHERE "blog"."mailings"."finished_at" is null;--> statement-breakpoint
CREATE MATERIALIZED VIEW "blog"."search_words" AS (select word, ndoc as posts from ts_stat($$
    select case visibility when 'public' then search else ts_filter(search, '{a,b}') end
    from blog.posts where status = 'published'$$) where length(word) > 3);--> statement-breakpoint
CREATE UNIQUE INDEX "search_words_once" ON "blog"."search_words" USING btree ("word");--> statement-breakpoint
CREATE INDEX "search_words_trigrams" ON "blog"."search_words" USING gin ("word" gin_trgm_ops);
