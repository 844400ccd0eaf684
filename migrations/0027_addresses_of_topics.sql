CREATE TABLE "blog"."tag_slug_history" (
	"slug" text PRIMARY KEY NOT NULL,
	"tag_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "blog"."tag_slug_history" ADD CONSTRAINT "tag_slug_history_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "blog"."tags"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tag_slug_history_by_tag" ON "blog"."tag_slug_history" USING btree ("tag_id");