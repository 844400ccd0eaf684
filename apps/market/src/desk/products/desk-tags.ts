import { productTags } from '../../products/product-tags.ts'
import type { SavedProduct } from './save-product.ts'

/** The cache tags of everything that shows these products, their market's shelf included. */
export function deskTags(saved: Pick<SavedProduct, 'id' | 'marketId' | 'variantIds'>[]): string[] {
  const marketTags = saved.map(({ marketId }) => `market:${marketId}`)
  return [...new Set(['markets', ...marketTags, ...productTags(saved)])]
}
