CREATE TABLE "blog"."ghost_additions" (
	"site_id" uuid NOT NULL,
	"local_id" uuid NOT NULL,
	"claim" uuid NOT NULL,
	"claimed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ghost_additions_site_id_local_id_pk" PRIMARY KEY("site_id","local_id")
);
--> statement-breakpoint
CREATE TABLE "blog"."ghost_export_rows" (
	"site_id" uuid NOT NULL,
	"list" text NOT NULL,
	"ghost_id" text NOT NULL,
	"row" jsonb NOT NULL,
	CONSTRAINT "ghost_export_rows_site_id_list_ghost_id_pk" PRIMARY KEY("site_id","list","ghost_id")
);
--> statement-breakpoint
ALTER TABLE "blog"."ghost_links" DROP CONSTRAINT "ghost_links_local_once";--> statement-breakpoint
ALTER TABLE "blog"."ghost_links" DROP CONSTRAINT "ghost_links_state_known";--> statement-breakpoint
ALTER TABLE "blog"."ghost_sites" ALTER COLUMN "admin_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."ghost_sites" ALTER COLUMN "webhook_secret" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."ghost_links" ADD COLUMN "local_slug" text;--> statement-breakpoint
ALTER TABLE "blog"."ghost_sites" ADD COLUMN "staff_trouble" text;--> statement-breakpoint
ALTER TABLE "blog"."ghost_sites" ADD COLUMN "menu_pushed" jsonb;--> statement-breakpoint
ALTER TABLE "blog"."ghost_sites" ADD COLUMN "redirects_pushed" jsonb;--> statement-breakpoint
ALTER TABLE "blog"."ghost_additions" ADD CONSTRAINT "ghost_additions_site_id_ghost_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "blog"."ghost_sites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."ghost_export_rows" ADD CONSTRAINT "ghost_export_rows_site_id_ghost_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "blog"."ghost_sites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ghost_links_local_once" ON "blog"."ghost_links" USING btree ("site_id","kind","local_id") WHERE "blog"."ghost_links"."state" not in ('merged-here', 'deleted-here');--> statement-breakpoint
ALTER TABLE "blog"."ghost_links" ADD CONSTRAINT "ghost_links_state_known" CHECK ("blog"."ghost_links"."state" in ('in-step', 'conflict', 'gone-there', 'merged-here', 'deleted-here'));--> statement-breakpoint
ALTER TABLE "blog"."ghost_sites" ADD CONSTRAINT "ghost_sites_have_both_keys_or_none" CHECK (("blog"."ghost_sites"."admin_key" is null) = ("blog"."ghost_sites"."webhook_secret" is null));--> statement-breakpoint
-- What was agreed on so far was agreed on with the slugs that posts have here today.
UPDATE "blog"."ghost_links" SET "local_slug" = "posts"."slug" FROM "blog"."posts"
  WHERE "ghost_links"."kind" IN ('post', 'page') AND "posts"."id" = "ghost_links"."local_id";
