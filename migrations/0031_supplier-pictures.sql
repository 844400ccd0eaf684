CREATE TABLE "market"."supplier_pictures" (
	"item_id" uuid PRIMARY KEY NOT NULL,
	"supplier_id" uuid NOT NULL,
	"url" text NOT NULL,
	"outcome" text,
	"problem" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"image" text,
	CONSTRAINT "supplier_pictures_outcome_known" CHECK ("market"."supplier_pictures"."outcome" in ('taken', 'ours', 'failed')),
	CONSTRAINT "supplier_pictures_failures_are_told" CHECK ("market"."supplier_pictures"."outcome" is distinct from 'failed' or "market"."supplier_pictures"."problem" is not null)
);
--> statement-breakpoint
ALTER TABLE "market"."supplier_pictures" ADD CONSTRAINT "supplier_pictures_item_id_supplier_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "market"."supplier_items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "market"."supplier_pictures" ADD CONSTRAINT "supplier_pictures_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "market"."suppliers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "supplier_pictures_waiting" ON "market"."supplier_pictures" USING btree ("supplier_id","item_id") WHERE "market"."supplier_pictures"."outcome" is null;--> statement-breakpoint
CREATE INDEX "supplier_pictures_failed" ON "market"."supplier_pictures" USING btree ("supplier_id","item_id") WHERE "market"."supplier_pictures"."outcome" = 'failed';