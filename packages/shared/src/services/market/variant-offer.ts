import { type SQL, sql } from 'drizzle-orm'
import type { BlogService } from '../../contracts/blog.ts'
import type { Offer } from '../../contracts/offers.ts'
import type { Column } from '../../db/index.ts'
import { supplyLeft } from '../holds.ts'

/** @see MarketService.offer */
export function variantOffer(blog: BlogService, variantId: Column | SQL): SQL<Offer | null> {
  const page = blog.attachedPage('market', sql.raw('product.market_id'))
  return sql<Offer | null>`(
    select offered_variant_as from (
      select variant.id as offered_variant, json_build_object(
        'kind', 'product', 'itemId', variant.id, 'supplyId', variant.supply_id, 'page', ${page},
        'title', product.title, 'detail', variant.title, 'image', product.image,
        'path', '/products/' || product.slug, 'unitMinor', variant.price_minor,
        'currency', variant.currency, 'left', ${supplyLeft},
        'onSale', product.status = 'published') as offered_variant_as
      from market.variants variant
      join market.products product on product.id = variant.product_id
      join holds.supplies on supplies.id = variant.supply_id
    ) offered where offered_variant = ${variantId})`
}
