import { drawingRoutes } from './drawings/routes.ts'
import { feedRoutes } from './feeds/routes.ts'
import { containerCards } from './fragments/container-cards.ts'
import { goesWithFragment } from './fragments/goes-with.ts'
import { marketShelf } from './fragments/market-shelf.ts'
import { productCardFragment } from './fragments/product-card.ts'
import { productCards } from './fragments/product-cards.ts'
import { listingRoutes } from './listing/routes.ts'
import { marketRoutes } from './markets/routes.ts'
import { productRoutes } from './products/routes.ts'
import { searchRoutes } from './search/routes.ts'

/** What everybody sees of the market. */
export const shopFeatures = [
  marketRoutes,
  listingRoutes,
  productRoutes,
  searchRoutes,
  feedRoutes,
  drawingRoutes,
  productCards,
  containerCards,
  productCardFragment,
  marketShelf,
  goesWithFragment,
]
