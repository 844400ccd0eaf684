import type { Db } from '@rose-ash/shared/db'
import type { House, Runner } from '../runner.ts'
import { productForDesk } from './queries.ts'
import { changeOfSaved } from './saved-product.ts'
import { createProduct, type SavedProduct } from './save-product.ts'

/**
 * Makes a draft that is like a product in all but its stock, its SKUs and its barcodes, which are of
 * one thing alone. @throws {Forbidden} unless they run the market.
 */
export async function duplicateProduct(
  db: Db,
  house: House,
  { runner, productId }: { runner: Runner; productId: string },
): Promise<SavedProduct> {
  const product = await productForDesk(db, house, runner, productId)
  const change = changeOfSaved(product)
  return createProduct(db, house, {
    runner,
    marketId: product.market.id,
    change: {
      ...change,
      title: `${change.title} (copy)`.slice(0, 200),
      slug: '',
      variants: change.variants.map((variant) => ({ ...variant, id: null, sku: null, gtin: null })),
    },
  })
}
