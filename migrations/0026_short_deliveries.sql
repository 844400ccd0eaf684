ALTER TABLE "market"."purchase_lines" ADD COLUMN "carried_units" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD COLUMN "short_units" integer;--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD COLUMN "short_as" text;--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD COLUMN "carried_into" uuid;--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD CONSTRAINT "purchase_lines_carried_into_purchase_orders_id_fk" FOREIGN KEY ("carried_into") REFERENCES "market"."purchase_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "purchase_lines_carried_into" ON "market"."purchase_lines" USING btree ("carried_into");--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD CONSTRAINT "purchase_lines_carry_part_of_what_is_ordered" CHECK ("market"."purchase_lines"."carried_units" between 0 and "market"."purchase_lines"."ordered_units");--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD CONSTRAINT "purchase_lines_short_once_received" CHECK ("market"."purchase_lines"."short_units" is null or "market"."purchase_lines"."short_units" >= 0 and "market"."purchase_lines"."received_units" is not null);--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD CONSTRAINT "purchase_lines_short_is_carried_or_written_off" CHECK ("market"."purchase_lines"."short_as" is null
        or "market"."purchase_lines"."short_as" in ('carried', 'written_off') and coalesce("market"."purchase_lines"."short_units", 0) > 0);--> statement-breakpoint
ALTER TABLE "market"."purchase_lines" ADD CONSTRAINT "purchase_lines_carried_once" CHECK ("market"."purchase_lines"."carried_into" is null or coalesce("market"."purchase_lines"."short_as", '') = 'carried');