DROP INDEX "blog"."posts_published_newest";--> statement-breakpoint
DROP INDEX "cart"."orders_by_person";--> statement-breakpoint
DROP INDEX "federation"."ap_activities_public_newest";--> statement-breakpoint
DROP INDEX "federation"."sign_in_mails_by_email";--> statement-breakpoint
DROP INDEX "federation"."sign_in_mails_by_asker";--> statement-breakpoint
CREATE INDEX "posts_published_by_author" ON "blog"."posts" USING btree ("author_id","published_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "blog"."posts"."status" = 'published';--> statement-breakpoint
CREATE INDEX "posts_published_newest" ON "blog"."posts" USING btree ("type","published_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "blog"."posts"."status" = 'published';--> statement-breakpoint
CREATE INDEX "orders_by_person" ON "cart"."orders" USING btree ("person_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "ap_activities_public_newest" ON "federation"."ap_activities" USING btree ("id" DESC NULLS FIRST) WHERE "federation"."ap_activities"."is_public";--> statement-breakpoint
CREATE INDEX "sign_in_mails_by_email" ON "federation"."sign_in_mails" USING btree ("email","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "sign_in_mails_by_asker" ON "federation"."sign_in_mails" USING btree ("asked_from","created_at" DESC NULLS FIRST);