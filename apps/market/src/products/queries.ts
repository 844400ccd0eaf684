import { asc, desc, eq, sql } from 'drizzle-orm'
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

export interface Shelf {
  /** Of the product that they go with. */
  slug: string
  products: ProductCard[]
}

/**
 * What goes with a product: what was chosen by hand, in that order, else others of its categories and
 * its producer. Undefined when there is no such product.
 */
export async function goesWith(db: Db, id: string): Promise<Shelf | undefined> {
  const [row] = await prepared(db, 'market_goes_with', (on) => {
    const cardsOfThose = cards(on, isRelated).orderBy(chosenPlace, asc(product.position)).limit(4)
    const related = sql<CardRow[]>`(select coalesce(json_agg(one), '[]')
      from ${cardsOfThose.as('one')})`
    return on
      .select({ slug: sql<string>`shown.slug`, related })
      .from(sql`market.products shown`)
      .where(sql`shown.id = ${sql.placeholder('id')}`)
      .prepare('market_goes_with')
  }).execute({ id })
  return row && { slug: row.slug, products: row.related.map(cardOf) }
}

const byHand = sql`array(select chosen.related_id from market.related_products chosen
  where chosen.product_id = shown.id order by chosen.position limit 12)`
const chosenPlace = sql`array_position(${byHand}, product.id)`
const isRelated = sql`(product.id = any(${byHand}) or product.id = any(array(
  select likely.id from (
    (select theirs.product_id as id from market.product_categories mine
      join market.product_categories theirs on theirs.category_id = mine.category_id
      where mine.product_id = shown.id limit 12)
    union
    (select same.id from market.products same where same.market_id = shown.market_id
        and same.status = 'published' and same.producer = shown.producer limit 12)
  ) likely
  where likely.id <> shown.id
    and not exists (select 1 from market.related_products where product_id = shown.id))))`
