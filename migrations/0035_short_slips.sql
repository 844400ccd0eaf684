CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;--> statement-breakpoint
DROP MATERIALIZED VIEW "blog"."search_words";--> statement-breakpoint
DROP MATERIALIZED VIEW "market"."search_words";--> statement-breakpoint
CREATE MATERIALIZED VIEW "blog"."search_words" AS (select word, ndoc as posts from ts_stat($$
    select case visibility when 'public' then search else ts_filter(search, '{a,b}') end
    from blog.posts where status = 'published'$$) where length(word) > 2);--> statement-breakpoint
CREATE MATERIALIZED VIEW "market"."search_words" AS (select word, ndoc as products from ts_stat($$
    select to_tsvector('simple', title || ' ' || coalesce(producer, '')) from market.products
    where status = 'published'$$) where length(word) > 2);--> statement-breakpoint
CREATE UNIQUE INDEX "search_words_once" ON "blog"."search_words" USING btree ("word");--> statement-breakpoint
CREATE INDEX "search_words_trigrams" ON "blog"."search_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "product_words_once" ON "market"."search_words" USING btree ("word");--> statement-breakpoint
CREATE INDEX "product_words_trigrams" ON "market"."search_words" USING gin ("word" gin_trgm_ops);
