CREATE TABLE "blog"."gone_slugs" (
	"slug" text PRIMARY KEY NOT NULL,
	"gone_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "posts_in_the_bin" ON "blog"."posts" USING btree ("deleted_at") WHERE "blog"."posts"."deleted_at" is not null;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD CONSTRAINT "posts_in_the_bin_are_unseen" CHECK ("blog"."posts"."deleted_at" is null or "blog"."posts"."status" in ('draft', 'unpublished'));