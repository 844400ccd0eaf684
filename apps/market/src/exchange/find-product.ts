import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { products, variants } from '@rose-ash/shared/db/models/market'
import type { FileRow } from './read-group.ts'

/**
 * The product of a market that rows of a file are about: by its address, else by the SKU of one of its
 * sizes, else by its name. Undefined when there is none, or more than one of that name.
 */
export async function findProduct(
  db: Db,
  marketId: string,
  rows: readonly FileRow[],
): Promise<string | undefined> {
  const of = (field: string) => rows.map(({ values }) => values[field] ?? '').filter(Boolean)
  const mine = eq(products.marketId, marketId)
  const [address] = of('address')
  if (address) {
    const [row] = await db
      .select({ id: products.id })
      .from(products)
      .where(and(mine, eq(products.slug, address.split('/').at(-1) ?? '')))
    if (row) return row.id
  }
  const skus = of('sku')
  if (skus.length > 0) {
    const [row] = await db
      .select({ id: products.id })
      .from(products)
      .innerJoin(variants, eq(variants.productId, products.id))
      .where(and(mine, sql`${variants.sku} = any(${sql.param(skus)})`))
      .limit(1)
    if (row) return row.id
  }
  const [title] = of('title')
  if (!title || address) return undefined
  const found = await db
    .select({ id: products.id })
    .from(products)
    .where(and(mine, sql`lower(${products.title}) = ${title.toLowerCase()}`))
    .limit(2)
  return found.length === 1 ? found[0]?.id : undefined
}
