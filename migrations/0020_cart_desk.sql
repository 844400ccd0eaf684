CREATE INDEX "orders_by_state" ON "cart"."orders" USING btree ("state","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "orders_by_paid_day" ON "cart"."orders" USING btree ("paid_at");--> statement-breakpoint
CREATE INDEX "orders_words_trigrams" ON "cart"."orders" USING gin (lower("name" || ' ' || "email"::text) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "refunds_failed" ON "cart"."refunds" USING btree ("order_id") WHERE "cart"."refunds"."state" = 'failed';--> statement-breakpoint
CREATE INDEX "handovers_open" ON "cart"."handovers" USING btree ("page_id","order_id") WHERE "cart"."handovers"."done_at" is null;