import { sql } from 'drizzle-orm'
import { integer, text } from 'drizzle-orm/pg-core'
import { marketSchema } from './market.ts'

/**
 * The words of published products' titles and producers as they are written, and how many have each:
 * what somebody misspelt is looked for here. Made anew by the market every ten minutes.
 */
export const productWords = marketSchema
  .materializedView('search_words', {
    word: text().notNull(),
    products: integer().notNull(),
  })
  .as(
    sql`select word, ndoc as products from ts_stat($$
    select to_tsvector('simple', title || ' ' || coalesce(producer, '')) from market.products
    where status = 'published'$$) where length(word) > 2`,
  )
