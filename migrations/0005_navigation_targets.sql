ALTER TABLE "blog"."nav_items" ALTER COLUMN "app" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."nav_items" ALTER COLUMN "path" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."nav_items" ADD COLUMN "kind" text DEFAULT 'path' NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."nav_items" ADD COLUMN "url" text;--> statement-breakpoint
ALTER TABLE "blog"."nav_items" ADD COLUMN "target_id" uuid;--> statement-breakpoint
ALTER TABLE "blog"."nav_items" ADD CONSTRAINT "nav_items_url_is_of_the_web" CHECK ("blog"."nav_items"."url" ~ '^https?://');--> statement-breakpoint
ALTER TABLE "blog"."nav_items" ADD CONSTRAINT "nav_items_lead_somewhere" CHECK (case "blog"."nav_items"."kind" when 'path' then "blog"."nav_items"."app" is not null and "blog"."nav_items"."path" is not null
        when 'url' then "blog"."nav_items"."url" is not null else "blog"."nav_items"."target_id" is not null end);--> statement-breakpoint
ALTER TABLE "blog"."nav_items" ADD CONSTRAINT "nav_items_kind_known" CHECK ("blog"."nav_items"."kind" in ('path', 'url', 'post', 'tag', 'market', 'calendar'));