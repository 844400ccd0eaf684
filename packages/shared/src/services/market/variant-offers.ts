import { eq, sql } from 'drizzle-orm'
import type { BlogService } from '../../contracts/blog.ts'
import type { Offer } from '../../contracts/offers.ts'
import { type Db, prepared } from '../../db/index.ts'
import { supplies } from '../../db/models/holds.ts'
import { products, variants } from '../../db/models/market.ts'
import { supplyLeft } from '../holds.ts'

/** @see MarketService.offers */
export async function variantOffers(db: Db, blog: BlogService, ids: string[]): Promise<Offer[]> {
  if (ids.length === 0) return []
  const rows = await prepared(db, 'market_offers', selectOffers).execute({ ids })
  const pages = await blog.pagesOf(db, 'market', [...new Set(rows.map((row) => row.marketId))])
  return rows.flatMap(({ marketId, slug, status, ...offer }) => {
    const pageId = pages.get(marketId)?.id
    if (!pageId) return []
    const onSale = status === 'published'
    return [{ ...offer, kind: 'product' as const, path: `/products/${slug}`, pageId, onSale }]
  })
}

function selectOffers(db: Db) {
  return db
    .select({
      itemId: variants.id,
      supplyId: variants.supplyId,
      marketId: products.marketId,
      title: products.title,
      detail: variants.title,
      image: products.image,
      slug: products.slug,
      status: products.status,
      unitMinor: variants.priceMinor,
      currency: variants.currency,
      left: supplyLeft,
    })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(supplies, eq(supplies.id, variants.supplyId))
    .where(sql`${variants.id} = any(${sql.placeholder('ids')})`)
    .prepare('market_offers')
}
