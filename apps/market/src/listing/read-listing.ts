import type { Db } from '@rose-ash/shared/db'
import { idsOfCollection, type OpenMarket } from '../markets/queries.ts'
import type { ProductCard } from '../products/card.ts'
import { productCards } from '../products/queries.ts'
import { matchesIn } from '../search/queries.ts'
import { Filter, type ListingQuery } from './filter.ts'
import { choose, type Chosen } from './index/choose.ts'
import type { MarketIndexes } from './index/market-indexes.ts'

/** What a listing is of: a whole market, one of its categories or one of its collections. */
export interface Place {
  market: OpenMarket
  category?: OpenMarket['categories'][number] | undefined
  collection?: OpenMarket['collections'][number] | undefined
}

export interface Listing extends Chosen {
  products: ProductCard[]
  /** What was looked for instead, when nothing has the words as they were written. */
  instead: string | undefined
}

const PER_PAGE = 24

/** A page of a listing. What is filtered and counted is in memory; the products are read as they are now. */
export async function readListing(
  db: Db,
  indexes: MarketIndexes,
  { market, category, collection }: Place,
  query: ListingQuery,
): Promise<Listing> {
  const { id, categories } = market
  const [index, found, byHand] = await Promise.all([
    indexes.of(id),
    query.q ? matchesIn(db, id, query.q) : undefined,
    collection && !collection.rule ? idsOfCollection(db, collection.id) : undefined,
  ])
  const within = category
    ? { ...nothing, category: [category.slug] }
    : collection?.rule
      ? ruleOf(collection.rule)
      : undefined
  const among =
    found && byHand ? found.ids.filter((one) => byHand.includes(one)) : (found?.ids ?? byHand)
  const { sort, after } = query
  const chosen = choose(index, categories, {
    within,
    among,
    filter: query,
    sort,
    after,
    limit: PER_PAGE,
  })
  return { ...chosen, products: await productCards(db, chosen.ids), instead: found?.instead }
}

const nothing = Filter.parse({})

/** A rule that cannot be read finds nothing rather than everything. */
function ruleOf(rule: object): Filter {
  const read = Filter.safeParse(rule)
  return read.success ? read.data : { ...nothing, label: ['\0'] }
}
