import { eq, sql } from 'drizzle-orm'
import type { BlogService } from '../../contracts/blog.ts'
import type { Db } from '../../db/index.ts'
import { markets, products, variants } from '../../db/models/market.ts'

/** @see MarketService.sizesOf */
export async function sizesOf(
  blog: BlogService,
  db: Db,
  pageIds: string[],
): Promise<{ id: string; title: string }[]> {
  const page = blog.attachedPage('market', markets.id)
  const rows = await db
    .select({ id: variants.id, product: products.title, size: variants.title })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .innerJoin(markets, eq(markets.id, products.marketId))
    .where(
      sql`${products.status} = 'published'
        and (${page} ->> 'id')::uuid = any(${sql.param(pageIds)}::uuid[])`,
    )
    .orderBy(products.title, variants.position)
    .limit(500)
  return rows.map(({ id, product, size }) => ({
    id,
    title: size ? `${product}, ${size}` : product,
  }))
}
