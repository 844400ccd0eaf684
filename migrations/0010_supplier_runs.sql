CREATE TABLE "market"."supplier_file_rows" (
	"run_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"cells" text[] NOT NULL,
	"outcome" text,
	"problem" text,
	CONSTRAINT "supplier_file_rows_run_id_line_pk" PRIMARY KEY("run_id","line")
);
--> statement-breakpoint
ALTER TABLE "market"."supplier_runs" DROP CONSTRAINT "supplier_runs_state_known";--> statement-breakpoint
DROP INDEX "market"."supplier_runs_one_at_a_time";--> statement-breakpoint
ALTER TABLE "market"."scraped_hosts" ALTER COLUMN "robots" SET DATA TYPE jsonb USING null;--> statement-breakpoint
ALTER TABLE "market"."supplier_runs" ALTER COLUMN "state" SET DEFAULT 'running';--> statement-breakpoint
ALTER TABLE "market"."proposals" ADD COLUMN "run_id" uuid;--> statement-breakpoint
ALTER TABLE "market"."proposals" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."supplier_items" ADD COLUMN "accepted" jsonb;--> statement-breakpoint
ALTER TABLE "market"."supplier_items" ADD COLUMN "rejected" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."scraped_hosts" ADD COLUMN "full_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."scraped_hosts" ADD COLUMN "robots_expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "market"."supplier_pages" ADD COLUMN "links" jsonb;--> statement-breakpoint
ALTER TABLE "market"."supplier_pages" ADD COLUMN "item_ids" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."supplier_runs" ADD COLUMN "is_complete" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."supplier_runs" ADD COLUMN "report" jsonb;--> statement-breakpoint
ALTER TABLE "market"."suppliers" ADD COLUMN "file_columns" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."supplier_file_rows" ADD CONSTRAINT "supplier_file_rows_run_id_supplier_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "market"."supplier_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "supplier_file_rows_waiting" ON "market"."supplier_file_rows" USING btree ("run_id","line") WHERE "market"."supplier_file_rows"."outcome" is null;--> statement-breakpoint
CREATE INDEX "supplier_file_rows_bad" ON "market"."supplier_file_rows" USING btree ("run_id","line") WHERE "market"."supplier_file_rows"."outcome" = 'bad';--> statement-breakpoint
ALTER TABLE "market"."proposals" ADD CONSTRAINT "proposals_run_id_supplier_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "market"."supplier_runs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "supplier_items_by_url" ON "market"."supplier_items" USING btree ("supplier_id","url");--> statement-breakpoint
CREATE INDEX "supplier_items_by_gtin" ON "market"."supplier_items" USING btree ("supplier_id",("found" ->> 'gtin'));--> statement-breakpoint
CREATE UNIQUE INDEX "supplier_runs_one_at_a_time" ON "market"."supplier_runs" USING btree ("supplier_id") WHERE "market"."supplier_runs"."state" = 'running';--> statement-breakpoint
ALTER TABLE "market"."supplier_items" DROP COLUMN "found_hash";--> statement-breakpoint
ALTER TABLE "market"."scraped_hosts" DROP COLUMN "next_turn_at";--> statement-breakpoint
ALTER TABLE "market"."scraped_hosts" DROP COLUMN "robots_status";--> statement-breakpoint
ALTER TABLE "market"."scraped_hosts" DROP COLUMN "robots_at";--> statement-breakpoint
ALTER TABLE "market"."supplier_runs" ADD CONSTRAINT "supplier_runs_state_known" CHECK ("market"."supplier_runs"."state" in ('waiting', 'running', 'stopped', 'done', 'failed'));