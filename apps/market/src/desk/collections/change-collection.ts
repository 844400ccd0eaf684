import { asc, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { products } from '@rose-ash/shared/db/models/market'
import { collectionProducts, collections } from '@rose-ash/shared/db/models/market-shelves'
import { NotFound } from '@rose-ash/shared/errors'
import { type House, marketRunBy, type Runner } from '../runner.ts'
import { knownProducts } from '../known-products.ts'
import { freeAmong, likeSlug, orTaken, toSlug } from '../slugs.ts'

/** What a product must have, in the words of a listing's address. */
export type CollectionRule = Record<string, string | string[]>

export interface CollectionWords {
  title: string
  slug: string
  description: string
  /** null: products are named by hand. */
  rule: CollectionRule | null
  /** Parts of the addresses of products, in their order; only by hand. */
  products: string[]
}

/** Makes a collection of a market's products. Answers its id. @throws {Forbidden} @throws {UnknownProducts} */
export async function createCollection(
  db: Db,
  house: House,
  change: CollectionWords & { runner: Runner; marketId: string },
): Promise<string> {
  const { runner, marketId, products: slugs, ...words } = change
  await marketRunBy(db, house, runner, marketId)
  return orTaken(
    db.transaction(async (tx) => {
      const slug = await freeCollectionSlug(tx, marketId, words)
      const position = sql<number>`(select coalesce(max(position), -1) + 1 from ${collections}
        where market_id = ${marketId})`
      const [row] = await tx
        .insert(collections)
        .values({ ...words, slug, marketId, position })
        .returning({ id: collections.id })
      if (!row) throw new Error('an insert answers its row')
      await nameProducts(tx, { collectionId: row.id, marketId, slugs: words.rule ? [] : slugs })
      return row.id
    }),
  )
}

/**
 * Changes a collection and what is in it. Answers its market.
 *
 * @throws {NotFound} @throws {Forbidden} @throws {UnknownProducts}
 */
export async function changeCollection(
  db: Db,
  house: House,
  change: CollectionWords & { runner: Runner; collectionId: string },
): Promise<string> {
  const { runner, collectionId, products: slugs, ...words } = change
  const { marketId } = await collectionRunBy(db, house, runner, collectionId)
  await orTaken(
    db.transaction(async (tx) => {
      const slug = await freeCollectionSlug(tx, marketId, words, collectionId)
      await tx
        .update(collections)
        .set({ ...words, slug })
        .where(eq(collections.id, collectionId))
      await nameProducts(tx, { collectionId, marketId, slugs: words.rule ? [] : slugs })
    }),
  )
  return marketId
}

/** Deletes a collection; its products stay. Answers its market. @throws {NotFound} @throws {Forbidden} */
export async function deleteCollection(
  db: Db,
  house: House,
  { runner, collectionId }: { runner: Runner; collectionId: string },
): Promise<string> {
  const { marketId } = await collectionRunBy(db, house, runner, collectionId)
  await db.delete(collections).where(eq(collections.id, collectionId))
  return marketId
}

/** A collection with the addresses of its products. @throws {NotFound} @throws {Forbidden} */
export async function collectionRunBy(db: Db, house: House, runner: Runner, collectionId: string) {
  const [row] = await db.select().from(collections).where(eq(collections.id, collectionId))
  if (!row) throw new NotFound('collection')
  const market = await marketRunBy(db, house, runner, row.marketId)
  const named = await db
    .select({ slug: products.slug })
    .from(collectionProducts)
    .innerJoin(products, eq(products.id, collectionProducts.productId))
    .where(eq(collectionProducts.collectionId, collectionId))
    .orderBy(asc(collectionProducts.position))
  return { ...row, market, products: named.map(({ slug }) => slug) }
}

/** The collections of a market in their order, with how many products are named. */
export async function collectionsOf(db: Db, marketId: string) {
  return db
    .select({
      id: collections.id,
      slug: collections.slug,
      title: collections.title,
      rule: collections.rule,
      products: sql<number>`(select count(*)::int from market.collection_products named
        where named.collection_id = ${collections.id})`,
    })
    .from(collections)
    .where(eq(collections.marketId, marketId))
    .orderBy(asc(collections.position), asc(collections.title))
}

interface Named {
  collectionId: string
  marketId: string
  slugs: string[]
}

async function nameProducts(tx: Db, { collectionId, marketId, slugs }: Named): Promise<void> {
  const ids = await knownProducts(tx, { field: 'products', slugs, marketId })
  await tx.delete(collectionProducts).where(eq(collectionProducts.collectionId, collectionId))
  const rows = ids.map((productId, position) => ({ collectionId, productId, position }))
  if (rows.length > 0) await tx.insert(collectionProducts).values(rows)
}

async function freeCollectionSlug(
  tx: Db,
  marketId: string,
  { slug, title }: Pick<CollectionWords, 'slug' | 'title'>,
  collectionId?: string,
): Promise<string> {
  const base = toSlug(slug || title, 'collection')
  const rows = await tx
    .select({ id: collections.id, slug: collections.slug })
    .from(collections)
    .where(sql`${collections.marketId} = ${marketId} and ${collections.slug} ~ ${likeSlug(base)}`)
  const others = rows.filter(({ id }) => id !== collectionId)
  return freeAmong(base, new Set(others.map((row) => row.slug)))
}
