CREATE TABLE "federation"."comments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"post_id" uuid NOT NULL,
	"in_reply_to" uuid,
	"depth" smallint GENERATED ALWAYS AS (case when in_reply_to is null then 0 else 1 end) STORED NOT NULL,
	"parent_depth" smallint GENERATED ALWAYS AS (case when in_reply_to is null then null else 0 end) STORED,
	"person_id" uuid,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	"removed_by" text,
	"hidden_reason" text,
	CONSTRAINT "comments_by_place" UNIQUE("id","post_id","depth"),
	CONSTRAINT "comments_say_something" CHECK (char_length("federation"."comments"."text") >= 1 and char_length("federation"."comments"."text") <= 4000 and "federation"."comments"."text" = btrim("federation"."comments"."text", E' \t\r\n')),
	CONSTRAINT "comments_removed_by_known" CHECK ("federation"."comments"."removed_by" in ('author', 'editor')),
	CONSTRAINT "comments_removed_by_somebody" CHECK (("federation"."comments"."removed_at" is null) = ("federation"."comments"."removed_by" is null)),
	CONSTRAINT "comments_hidden_for_a_reason" CHECK ("federation"."comments"."hidden_reason" is null or "federation"."comments"."removed_by" is not distinct from 'editor')
);
--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "comments_open" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "federation"."comments" ADD CONSTRAINT "comments_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "federation"."comments" ADD CONSTRAINT "comments_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "federation"."comments" ADD CONSTRAINT "comments_reply_to_a_comment_of_their_post" FOREIGN KEY ("in_reply_to","post_id","parent_depth") REFERENCES "federation"."comments"("id","post_id","depth") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "comments_said_once" ON "federation"."comments" USING btree ("post_id",coalesce("in_reply_to", "post_id"),"person_id",md5("text")) WHERE "federation"."comments"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "comments_in_reading_order" ON "federation"."comments" USING btree ("post_id","depth","id");--> statement-breakpoint
CREATE INDEX "comments_replies" ON "federation"."comments" USING btree ("in_reply_to","id");--> statement-breakpoint
CREATE INDEX "comments_of_a_person" ON "federation"."comments" USING btree ("person_id","created_at");