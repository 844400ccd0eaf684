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
  const statement = prepared(db, 'market_offers', (on) => selectOffers(on, blog))
  const rows = await statement.execute({ ids })
  return rows.flatMap(({ page, slug, status, ...offer }) => {
    if (!page) return []
    const onSale = status === 'published'
    return [{ ...offer, kind: 'product' as const, path: `/products/${slug}`, page, onSale }]
  })
}

function selectOffers(db: Db, blog: BlogService) {
  return db
    .select({
      itemId: variants.id,
      supplyId: variants.supplyId,
      page: blog.attachedPage('market', products.marketId),
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
