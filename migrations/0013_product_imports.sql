ALTER TABLE "market"."product_import_rows" DROP CONSTRAINT "product_import_rows_outcome_known";--> statement-breakpoint
ALTER TABLE "market"."product_imports" DROP CONSTRAINT "product_imports_state_known";--> statement-breakpoint
ALTER TABLE "market"."product_import_rows" ALTER COLUMN "outcome" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."product_imports" ALTER COLUMN "state" SET DEFAULT 'checking';--> statement-breakpoint
ALTER TABLE "market"."product_imports" ALTER COLUMN "encoding" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "market"."product_imports" ALTER COLUMN "columns" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "market"."product_import_rows" ADD COLUMN "product_key" text NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."product_import_rows" ADD COLUMN "product_id" uuid;--> statement-breakpoint
ALTER TABLE "market"."product_import_rows" ADD COLUMN "base_version" integer;--> statement-breakpoint
ALTER TABLE "market"."product_import_rows" ADD COLUMN "written_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "market"."product_imports" ADD COLUMN "ignored" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "product_import_rows_of_product" ON "market"."product_import_rows" USING btree ("import_id","product_key");--> statement-breakpoint
ALTER TABLE "market"."product_import_rows" ADD CONSTRAINT "product_import_rows_errors_are_told" CHECK (("market"."product_import_rows"."outcome" = 'error') = ("market"."product_import_rows"."problem" is not null));--> statement-breakpoint
ALTER TABLE "market"."product_import_rows" ADD CONSTRAINT "product_import_rows_outcome_known" CHECK ("market"."product_import_rows"."outcome" in ('create', 'update', 'same', 'error'));--> statement-breakpoint
ALTER TABLE "market"."product_imports" ADD CONSTRAINT "product_imports_state_known" CHECK ("market"."product_imports"."state" in ('checking', 'ready', 'writing', 'done', 'failed', 'cancelled'));