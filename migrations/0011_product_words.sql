CREATE INDEX "variants_sale_from" ON "market"."variants" USING btree ("sale_from") WHERE "market"."variants"."sale_price_minor" is not null;--> statement-breakpoint
CREATE INDEX "variants_sale_until" ON "market"."variants" USING btree ("sale_until") WHERE "market"."variants"."sale_price_minor" is not null;--> statement-breakpoint
CREATE MATERIALIZED VIEW "market"."search_words" AS (select word, ndoc as products from ts_stat($$
    select to_tsvector('simple', title || ' ' || coalesce(producer, '')) from market.products
    where status = 'published'$$) where length(word) > 3);--> statement-breakpoint
CREATE UNIQUE INDEX "product_words_once" ON "market"."search_words" USING btree ("word");--> statement-breakpoint
CREATE INDEX "product_words_trigrams" ON "market"."search_words" USING gin ("word" gin_trgm_ops);
