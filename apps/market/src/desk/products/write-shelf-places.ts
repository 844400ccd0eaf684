import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import {
  categories,
  productCategories,
  productImages,
  relatedProducts,
} from '@rose-ash/shared/db/models/market-shelves'
import { knownProducts } from '../known-products.ts'
import type { ProductChange } from './product-change.ts'

interface ShelfPlaces {
  productId: string
  marketId: string
  change: Pick<ProductChange, 'categoryIds' | 'related' | 'pictures'>
  /** The product has none yet. */
  isNew: boolean
}

/**
 * Writes a product's categories (of its own market), further pictures and related products.
 *
 * @throws {UnknownProducts} that names the related products which there are not.
 */
export async function writeShelfPlaces(tx: Db, places: ShelfPlaces): Promise<void> {
  const { productId, change, isNew } = places
  const rows = await categoriesOf(tx, places)
  if (!isNew) await tx.delete(productCategories).where(eq(productCategories.productId, productId))
  if (rows.length > 0) await tx.insert(productCategories).values(rows)

  if (!isNew) await tx.delete(productImages).where(eq(productImages.productId, productId))
  const pictures = change.pictures.slice(1).map((picture, position) => ({ ...picture, position }))
  if (pictures.length > 0) {
    await tx.insert(productImages).values(pictures.map((picture) => ({ ...picture, productId })))
  }

  const named = await knownProducts(tx, { field: 'related', slugs: change.related })
  const relatedIds = named.filter((id) => id !== productId)
  if (!isNew) await tx.delete(relatedProducts).where(eq(relatedProducts.productId, productId))
  const links = relatedIds.map((relatedId, position) => ({ productId, relatedId, position }))
  if (links.length > 0) await tx.insert(relatedProducts).values(links)
}

/** Those of the named categories that are its market's, and go no more until the transaction ends. */
async function categoriesOf(tx: Db, { productId, marketId, change }: ShelfPlaces) {
  if (change.categoryIds.length === 0) return []
  const of = await tx
    .select({ categoryId: categories.id })
    .from(categories)
    .where(and(eq(categories.marketId, marketId), inArray(categories.id, change.categoryIds)))
    .orderBy(asc(categories.id))
    .for('key share')
  return of.map(({ categoryId }) => ({ productId, categoryId }))
}
