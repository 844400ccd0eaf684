import { asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { cardOf, type CardRow, cards, product, type ProductCard } from './card.ts'

/** The products of these markets, in the shelf's order. */
export async function shelf(db: Db, marketIds: string[], limit: number): Promise<ProductCard[]> {
  const rows = await prepared(db, 'market_shelf', (on) =>
    cards(on, sql`${product.marketId} = any(${sql.placeholder('marketIds')})`)
      .orderBy(asc(product.marketId), asc(product.position), asc(product.id))
      .limit(sql.placeholder('limit'))
      .prepare('market_shelf'),
  ).execute({ marketIds, limit })
  return rows.map(cardOf)
}

/** One published product; undefined when there is none. */
export async function productCard(db: Db, id: string): Promise<ProductCard | undefined> {
  const [row] = await prepared(db, 'market_product_card', (on) =>
    cards(on, eq(product.id, sql.placeholder('id'))).prepare('market_product_card'),
  ).execute({ id })
  return row && cardOf(row)
}

/** The published products with these ids, in the order of the ids. */
export async function productCards(db: Db, ids: readonly string[]): Promise<ProductCard[]> {
  if (ids.length === 0) return []
  const rows = await prepared(db, 'market_product_cards', (on) =>
    cards(on, sql`${product.id} = any(${sql.placeholder('ids')})`).prepare('market_product_cards'),
  ).execute({ ids })
  const byId = new Map(rows.map((row) => [row.card.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [cardOf(row)] : []
  })
}

/** The newest products of all markets. */
export async function newest(db: Db, limit: number): Promise<ProductCard[]> {
  const rows = await prepared(db, 'market_newest', (on) =>
    cards(on, sql`true`)
      .orderBy(desc(product.publishedAt), desc(product.id))
      .limit(sql.placeholder('limit'))
      .prepare('market_newest'),
  ).execute({ limit })
  return rows.map(cardOf)
}

const RELATED = 4

/**
 * What goes with a product, as a list of `card` in a statement that has its row as `shown`: what was
 * chosen by hand, else others of its categories and its producer.
 */
export function relatedTo(on: Db): SQL<CardRow[]> {
  const those = cards(on, related).limit(RELATED)
  return sql<CardRow[]>`(select coalesce(json_agg(goes_with), '[]') from ${those.as('goes_with')})`
}

const byHand = sql`select related.related_id from market.related_products related, shown
  where related.product_id = shown.id order by related.position limit ${sql.raw(String(RELATED))}`
const related = sql`(
  product.id = any(array(${byHand}))
  or product.id = any(array(
    select likely.id from (
      (select theirs.product_id as id from shown
        join market.product_categories mine on mine.product_id = shown.id
        join market.product_categories theirs on theirs.category_id = mine.category_id limit 12)
      union
      (select same.id from shown join market.products same on same.market_id = shown.market_id
          and same.status = 'published' and same.producer = shown.producer limit 12)
    ) likely
    where likely.id <> (select shown.id from shown) and not exists (${byHand}))))`
