import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { type Db, explainChanges, type SQL } from '@rose-ash/shared/db'
import { products, taxClasses } from '@rose-ash/shared/db/models/market'
import { categories } from '@rose-ash/shared/db/models/market-shelves'
import { BadInput } from '@rose-ash/shared/errors'
import { EditConflict } from '../edit-conflict.ts'
import { type House, marketOfProduct, marketRunBy, type Runner } from '../runner.ts'
import { firstSlugs, freeAmong, likeSlug, orTaken, toSlug } from '../slugs.ts'
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

interface NewProduct {
  marketId: string
  change: ProductChange
}

/** Puts a new product into a market, as a draft. @throws {Forbidden} unless they run the market. */
export async function createProduct(
  db: Db,
  house: House,
  { runner, ...product }: NewProduct & { runner: Runner },
): Promise<SavedProduct> {
  await marketRunBy(db, house, runner, product.marketId)
  return orTaken(
    db.transaction(async (tx) => {
      await explainChanges(tx, { personId: runner.personId })
      return createProductIn(tx, house, product)
    }),
  )
}

/** The same within an explained transaction of somebody who was let in already. */
export async function createProductIn(
  tx: Db,
  house: House,
  { marketId, change }: NewProduct,
): Promise<SavedProduct> {
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
  return writeRest(tx, house, { id: row.id, slug, marketId, change, isNew: true })
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
  const { runner, reason = '', ...product } = save
  const { id: marketId } = await marketOfProduct(db, house, runner, product.productId)
  return orTaken(
    db.transaction(async (tx) => {
      await explainChanges(tx, { personId: runner.personId, reason })
      return saveProductIn(tx, house, { marketId, ...product })
    }),
  )
}

/** The same within an explained transaction of somebody who was let in already. */
export async function saveProductIn(
  tx: Db,
  house: House,
  save: NewProduct & Pick<ProductSave, 'productId' | 'baseVersion'>,
): Promise<SavedProduct> {
  const { marketId, productId: id, baseVersion, change } = save
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
  const saved = await writeRest(tx, house, { id, slug, marketId, change, isNew: false })
  if (row.status === 'published') await tellOfProduct(tx, house, 'Update', id)
  return saved
}

async function writeRest(
  tx: Db,
  house: House,
  product: Omit<SavedProduct, 'variantIds'> & { change: ProductChange; isNew: boolean },
): Promise<SavedProduct> {
  const { id, slug, marketId, change, isNew } = product
  const { currency } = house.appConfig
  const { variants } = change
  const variantIds = await writeVariants(tx, { productId: id, currency, variants, isNew })
  await writeShelfPlaces(tx, { productId: id, marketId, change, isNew })
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
  const takenOf = async (which: SQL) => {
    const other = productId === undefined ? undefined : ne(products.id, productId)
    const rows = await tx.select({ slug: products.slug }).from(products).where(and(which, other))
    return new Set(rows.map((row) => row.slug))
  }
  const first = firstSlugs(base)
  const taken = await takenOf(sql`${products.slug} = any(${sql.param(first)}::text[])`)
  // Only a name that very many have needs all of them to be looked through.
  if (taken.size < first.length) return freeAmong(base, taken)
  return freeAmong(base, await takenOf(sql`${products.slug} ~ ${likeSlug(base)}`))
}
