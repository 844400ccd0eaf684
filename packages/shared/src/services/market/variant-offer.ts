import { type SQL, sql } from 'drizzle-orm'
import type { BlogService } from '../../contracts/blog.ts'
import type { Offer } from '../../contracts/offers.ts'
import type { Column } from '../../db/index.ts'
import { supplyLeft } from '../holds.ts'
import { opensNext, priceNow, takesOrders } from './price-now.ts'

/** @see MarketService.offer */
export function variantOffer(
  blog: BlogService,
  variantId: Column | SQL,
  member: boolean | SQL<boolean>,
): SQL<Offer | null> {
  const page = blog.attachedPage('market', sql.raw('product.market_id'))
  return sql<Offer | null>`(
    select offered_variant_as from (
      select variant.id as offered_variant, json_build_object(
        'kind', 'product', 'itemId', variant.id, 'supplyId', variant.supply_id, 'page', ${page},
        'title', product.title, 'detail', variant.title, 'image', product.image,
        'path', '/products/' || product.slug, 'unitMinor', price_now,
        'usualMinor', case when price_now < variant.price_minor then variant.price_minor end,
        'floorMinor', variant.floor_minor, 'taxRateBasisPoints', tax.rate_basis_points,
        'weighed', variant.weighed, 'measureAmount', variant.measure_amount,
        'measureUnit', variant.measure_unit,
        'minPerOrder', variant.min_per_order, 'maxPerOrder', variant.max_per_order,
        'currency', variant.currency, 'left', ${supplyLeft},
        'onSale', product.status = 'published' and variant.active and takes_orders,
        'opensAt', case when not takes_orders then ${opensNext} end) as offered_variant_as
      from market.variants variant
      join market.products product on product.id = variant.product_id
      join market.tax_classes tax on tax.code = product.tax_class
      join market.markets market on market.id = product.market_id
      join holds.supplies on supplies.id = variant.supply_id
      cross join lateral (select ${priceNow(member)} as price_now, ${takesOrders} as takes_orders offset 0) now_is
    ) offered where offered_variant = ${variantId})`
}
