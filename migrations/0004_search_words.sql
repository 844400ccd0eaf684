CREATE MATERIALIZED VIEW "blog"."search_words" AS (select word, ndoc as posts from ts_stat($$select search from blog.posts
    where status = 'published' and visibility = 'public'$$) where length(word) > 3);--> statement-breakpoint
CREATE UNIQUE INDEX "search_words_once" ON "blog"."search_words" USING btree ("word");--> statement-breakpoint
CREATE INDEX "search_words_trigrams" ON "blog"."search_words" USING gin ("word" gin_trgm_ops);
