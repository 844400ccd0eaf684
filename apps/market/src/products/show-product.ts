import type { Config } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import type { Services } from '@rose-ash/shared/services/registry'
import type { Product } from './find-product.ts'
import { productView } from './product-view.ts'
import { shownPictures } from './shown-pictures.ts'

/** What a product's page shows, with what stands beside it. */
export async function showProduct(
  db: Db,
  { services, appConfig }: { services: Pick<Services, 'cart'>; appConfig: Config },
  product: Product,
): Promise<ReturnType<typeof productView>> {
  const chosen = product.variants.filter(({ choice }) => choice).map(({ id }) => id)
  const evensOut = await services.cart.evensOut(db, chosen)
  const pictures = await shownPictures(db, product, appConfig.origins.blog)
  return productView(product, { evensOut, pictures }, appConfig)
}
