CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TABLE "blog"."ghost_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid,
	"state" text DEFAULT 'running' NOT NULL,
	"step" text DEFAULT 'newsletter' NOT NULL,
	"after" text,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"problems" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "ghost_imports_state_known" CHECK ("blog"."ghost_imports"."state" in ('running', 'stopped', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "blog"."ghost_links" (
	"site_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"ghost_id" text NOT NULL,
	"local_id" uuid NOT NULL,
	"ghost_updated_at" text,
	"base_hash" text NOT NULL,
	"base" jsonb NOT NULL,
	"state" text DEFAULT 'in-step' NOT NULL,
	"pulled_at" timestamp with time zone,
	"pushed_at" timestamp with time zone,
	CONSTRAINT "ghost_links_site_id_kind_ghost_id_pk" PRIMARY KEY("site_id","kind","ghost_id"),
	CONSTRAINT "ghost_links_local_once" UNIQUE("site_id","kind","local_id"),
	CONSTRAINT "ghost_links_state_known" CHECK ("blog"."ghost_links"."state" in ('in-step', 'conflict', 'gone-there'))
);
--> statement-breakpoint
CREATE TABLE "blog"."ghost_media" (
	"url" text PRIMARY KEY NOT NULL,
	"media_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blog"."ghost_sites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"admin_key" "bytea" NOT NULL,
	"staff_token" "bytea",
	"webhook_secret" "bytea" NOT NULL,
	"mode" text DEFAULT 'pull' NOT NULL,
	"pulled_until" timestamp with time zone,
	"swept_at" timestamp with time zone,
	"trouble" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ghost_sites_url_once" UNIQUE("url"),
	CONSTRAINT "ghost_sites_mode_known" CHECK ("blog"."ghost_sites"."mode" in ('pull', 'push', 'two-way'))
);
--> statement-breakpoint
CREATE TABLE "blog"."ghost_tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"task" text NOT NULL,
	"kind" text,
	"subject" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"problem" text,
	CONSTRAINT "ghost_tasks_once" UNIQUE NULLS NOT DISTINCT("site_id","task","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "blog"."media_files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"width" integer,
	"height" integer,
	"placeholder" text,
	"variants" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"alt" text DEFAULT '' NOT NULL,
	"caption" text DEFAULT '' NOT NULL,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "media_files_once" UNIQUE("hash"),
	CONSTRAINT "media_files_kind_known" CHECK ("blog"."media_files"."kind" in ('image', 'audio', 'video', 'file')),
	CONSTRAINT "media_files_images_have_a_size" CHECK ("blog"."media_files"."kind" <> 'image' or "blog"."media_files"."width" > 0)
);
--> statement-breakpoint
CREATE TABLE "blog"."co_authors" (
	"post_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "co_authors_post_id_author_id_pk" PRIMARY KEY("post_id","author_id")
);
--> statement-breakpoint
CREATE TABLE "blog"."editing_sessions" (
	"post_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "editing_sessions_post_id_person_id_pk" PRIMARY KEY("post_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "blog"."newsletters" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "newsletters_slug_once" UNIQUE("slug"),
	CONSTRAINT "newsletters_status_known" CHECK ("blog"."newsletters"."status" in ('active', 'archived'))
);
--> statement-breakpoint
CREATE TABLE "blog"."post_tags" (
	"post_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "post_tags_post_id_tag_id_pk" PRIMARY KEY("post_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "blog"."revisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"post_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"html" text NOT NULL,
	"plaintext" text NOT NULL,
	"reason" text NOT NULL,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "revisions_version_once" UNIQUE("post_id","version","reason")
);
--> statement-breakpoint
CREATE TABLE "blog"."slug_history" (
	"slug" text PRIMARY KEY NOT NULL,
	"post_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blog"."snippets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"lexical" jsonb NOT NULL,
	"person_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "snippets_name_once" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "blog"."subscriptions" (
	"newsletter_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "subscriptions_newsletter_id_person_id_pk" PRIMARY KEY("newsletter_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "blog"."tag_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "tag_groups_name_once" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "blog"."tags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"image" text,
	"visibility" text DEFAULT 'public' NOT NULL,
	"group_id" uuid,
	"seo_title" text DEFAULT '' NOT NULL,
	"seo_description" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tags_slug_once" UNIQUE("slug"),
	CONSTRAINT "tags_visibility_known" CHECK ("blog"."tags"."visibility" in ('public', 'internal')),
	CONSTRAINT "tags_slug_fits_a_path" CHECK ("blog"."tags"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
--> statement-breakpoint
CREATE TABLE "blog"."working_copies" (
	"post_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"base_version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "working_copies_post_id_person_id_pk" PRIMARY KEY("post_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "blog"."posts" DROP CONSTRAINT "posts_status_known";--> statement-breakpoint
ALTER TABLE "blog"."posts" DROP CONSTRAINT "posts_published_have_a_date";--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "lexical" jsonb DEFAULT '{"root":{"type":"root","version":1,"direction":null,"format":"","indent":0,"children":[{"type":"paragraph","version":1,"direction":null,"format":"","indent":0,"children":[]}]}}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "plaintext" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "image_caption" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "visibility" text DEFAULT 'public' NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "featured" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "canonical_url" text;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "seo_title" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "seo_description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "social_title" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "social_description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "social_image" text;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') ||
        setweight(to_tsvector('english', excerpt), 'B') ||
        setweight(to_tsvector('english', left(plaintext, 500000)), 'C')) STORED;--> statement-breakpoint
ALTER TABLE "blog"."ghost_imports" ADD CONSTRAINT "ghost_imports_site_id_ghost_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "blog"."ghost_sites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."ghost_links" ADD CONSTRAINT "ghost_links_site_id_ghost_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "blog"."ghost_sites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."ghost_media" ADD CONSTRAINT "ghost_media_media_id_media_files_id_fk" FOREIGN KEY ("media_id") REFERENCES "blog"."media_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."ghost_tasks" ADD CONSTRAINT "ghost_tasks_site_id_ghost_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "blog"."ghost_sites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."media_files" ADD CONSTRAINT "media_files_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."co_authors" ADD CONSTRAINT "co_authors_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."co_authors" ADD CONSTRAINT "co_authors_author_id_authors_id_fk" FOREIGN KEY ("author_id") REFERENCES "blog"."authors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."editing_sessions" ADD CONSTRAINT "editing_sessions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."editing_sessions" ADD CONSTRAINT "editing_sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."post_tags" ADD CONSTRAINT "post_tags_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."post_tags" ADD CONSTRAINT "post_tags_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "blog"."tags"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."revisions" ADD CONSTRAINT "revisions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."revisions" ADD CONSTRAINT "revisions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."slug_history" ADD CONSTRAINT "slug_history_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."snippets" ADD CONSTRAINT "snippets_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."subscriptions" ADD CONSTRAINT "subscriptions_newsletter_id_newsletters_id_fk" FOREIGN KEY ("newsletter_id") REFERENCES "blog"."newsletters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."subscriptions" ADD CONSTRAINT "subscriptions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."tags" ADD CONSTRAINT "tags_group_id_tag_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "blog"."tag_groups"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."working_copies" ADD CONSTRAINT "working_copies_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "blog"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blog"."working_copies" ADD CONSTRAINT "working_copies_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "account"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ghost_tasks_due" ON "blog"."ghost_tasks" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "media_files_newest" ON "blog"."media_files" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "co_authors_by_author" ON "blog"."co_authors" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "post_tags_by_tag" ON "blog"."post_tags" USING btree ("tag_id");--> statement-breakpoint
CREATE INDEX "revisions_newest" ON "blog"."revisions" USING btree ("post_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "slug_history_by_post" ON "blog"."slug_history" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "subscriptions_by_person" ON "blog"."subscriptions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "posts_search" ON "blog"."posts" USING gin ("search");--> statement-breakpoint
CREATE INDEX "posts_title_trigrams" ON "blog"."posts" USING gin (lower("title") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "posts_scheduled_next" ON "blog"."posts" USING btree ("published_at") WHERE "blog"."posts"."status" = 'scheduled';--> statement-breakpoint
CREATE INDEX "posts_recently_edited" ON "blog"."posts" USING btree ("updated_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD CONSTRAINT "posts_visibility_known" CHECK ("blog"."posts"."visibility" in ('public', 'members', 'newsletter'));--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD CONSTRAINT "posts_status_known" CHECK ("blog"."posts"."status" in ('draft', 'scheduled', 'published', 'unpublished'));--> statement-breakpoint
ALTER TABLE "blog"."posts" ADD CONSTRAINT "posts_published_have_a_date" CHECK ("blog"."posts"."status" not in ('published', 'scheduled') or "blog"."posts"."published_at" is not null);