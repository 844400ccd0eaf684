import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { products } from '@rose-ash/shared/db/models/market'
import {
  categories,
  productCategories,
  productImages,
  relatedProducts,
} from '@rose-ash/shared/db/models/market-shelves'
import type { ProductChange } from './product-change.ts'

interface ShelfPlaces {
  productId: string
  marketId: string
  change: Pick<ProductChange, 'categoryIds' | 'related' | 'pictures'>
}

/** Writes a product's categories (of its own market), further pictures and related products. */
export async function writeShelfPlaces(tx: Db, places: ShelfPlaces): Promise<void> {
  const { productId, marketId, change } = places
  const of = await tx
    .select({ categoryId: categories.id })
    .from(categories)
    .where(and(eq(categories.marketId, marketId), inArray(categories.id, change.categoryIds)))
  await tx.delete(productCategories).where(eq(productCategories.productId, productId))
  const rows = of.map(({ categoryId }) => ({ productId, categoryId }))
  if (rows.length > 0) await tx.insert(productCategories).values(rows)

  await tx.delete(productImages).where(eq(productImages.productId, productId))
  const pictures = change.pictures.slice(1).map((picture, position) => ({ ...picture, position }))
  if (pictures.length > 0) {
    await tx.insert(productImages).values(pictures.map((picture) => ({ ...picture, productId })))
  }

  const { related } = change
  const found = await tx
    .select({ id: products.id, slug: products.slug })
    .from(products)
    .where(and(inArray(products.slug, related), ne(products.id, productId)))
  const byTyped = found.toSorted((a, b) => related.indexOf(a.slug) - related.indexOf(b.slug))
  await tx.delete(relatedProducts).where(eq(relatedProducts.productId, productId))
  const links = byTyped.map(({ id }, position) => ({ productId, relatedId: id, position }))
  if (links.length > 0) await tx.insert(relatedProducts).values(links)
}
