import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { products, taxClasses } from '@rose-ash/shared/db/models/market'
import { categories } from '@rose-ash/shared/db/models/market-shelves'
import { BadInput } from '@rose-ash/shared/errors'
import { EditConflict } from '../edit-conflict.ts'
import { type House, marketOfProduct, marketRunBy, type Runner } from '../runner.ts'
import { freeAmong, likeSlug, orTaken, toSlug } from '../slugs.ts'
import type { ProductChange } from './product-change.ts'
import { tellOfProduct } from '@rose-ash/shared/services/market/tell-of-product'
import { writeShelfPlaces } from './write-shelf-places.ts'
import { writeVariants } from './write-variants.ts'

export interface SavedProduct {
  id: string
  slug: string
  marketId: string
  variantIds: string[]
}

/** Puts a new product into a market, as a draft. @throws {Forbidden} unless they run the market. */
export async function createProduct(
  db: Db,
  house: House,
  { runner, marketId, change }: { runner: Runner; marketId: string; change: ProductChange },
): Promise<SavedProduct> {
  await marketRunBy(db, house, runner, marketId)
  return orTaken(
    db.transaction(async (tx) => {
      await explainChanges(tx, { personId: runner.personId })
      const slug = await freeProductSlug(tx, change)
      const values = { ...(await columnsOf(tx, change)), slug, marketId }
      const [row] = await tx
        .insert(products)
        .values({
          ...values,
          position: sql`(select coalesce(max(position), -1) + 1
          from market.products last_one where last_one.market_id = ${marketId})`,
        })
        .returning({ id: products.id })
      if (!row) throw new Error('an insert answers its row')
      return writeRest(tx, house, { id: row.id, slug, marketId, change })
    }),
  )
}

export interface ProductSave {
  runner: Runner
  productId: string
  baseVersion: number
  change: ProductChange
  /** Kept with every price that changes. */
  reason?: string
}

/**
 * Saves what the form says of a product. Stock is not touched: it may be sold meanwhile.
 *
 * @throws {EditConflict} when somebody saved after `baseVersion`; nothing is written then.
 * @throws {Forbidden} unless they run the market.
 */
export async function saveProduct(db: Db, house: House, save: ProductSave): Promise<SavedProduct> {
  const { runner, productId: id, baseVersion, change, reason = '' } = save
  const { id: marketId } = await marketOfProduct(db, house, runner, id)
  return orTaken(
    db.transaction(async (tx) => {
      await explainChanges(tx, { personId: runner.personId, reason })
      const slug = await freeProductSlug(tx, change, id)
      const [row] = await tx
        .update(products)
        .set({
          ...(await columnsOf(tx, change)),
          slug,
          version: sql`${products.version} + 1`,
          updatedAt: sql`now()`,
        })
        .where(and(eq(products.id, id), eq(products.version, baseVersion)))
        .returning({ status: products.status })
      if (!row) throw new EditConflict()
      const saved = await writeRest(tx, house, { id, slug, marketId, change })
      if (row.status === 'published') await tellOfProduct(tx, house, 'Update', id)
      return saved
    }),
  )
}

async function writeRest(
  tx: Db,
  house: House,
  { id, slug, marketId, change }: Omit<SavedProduct, 'variantIds'> & { change: ProductChange },
): Promise<SavedProduct> {
  const { currency } = house.appConfig
  const variantIds = await writeVariants(tx, { productId: id, currency, variants: change.variants })
  await writeShelfPlaces(tx, { productId: id, marketId, change })
  return { id, slug, marketId, variantIds }
}

async function columnsOf(tx: Db, change: ProductChange) {
  const { categoryIds, related: _related, pictures, variants: _variants, ...words } = change
  const known = await tx.$count(taxClasses, eq(taxClasses.code, words.taxClass))
  if (known === 0) throw new BadInput('Choose a tax class that there is.')
  if (categoryIds.length > 0) {
    const there = await tx.$count(categories, inArray(categories.id, categoryIds))
    if (there < new Set(categoryIds).size)
      throw new BadInput('A category is gone meanwhile. Look at the categories, and save again.')
  }
  const [first] = pictures
  return { ...words, image: first?.image ?? null, imageAlt: first?.alt ?? '' }
}

/** The wanted address, or the title as one; with a number when another product has it. */
async function freeProductSlug(
  tx: Db,
  { slug, title }: Pick<ProductChange, 'slug' | 'title'>,
  productId?: string,
): Promise<string> {
  const base = toSlug(slug || title, 'product')
  const rows = await tx
    .select({ slug: products.slug })
    .from(products)
    .where(
      and(
        sql`${products.slug} ~ ${likeSlug(base)}`,
        productId === undefined ? undefined : ne(products.id, productId),
      ),
    )
  return freeAmong(base, new Set(rows.map((row) => row.slug)))
}
