import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { products, variants } from '@rose-ash/shared/db/models/market'
import type { FileRow } from './read-group.ts'

/**
 * The products of a market that groups of rows are about, in the order of the groups: by the address,
 * else by the SKU of one of the sizes, else by the name. Undefined where there is none, or more than
 * one of that name. Three statements, however many groups.
 */
export async function findProducts(
  db: Db,
  marketId: string,
  groups: readonly (readonly FileRow[])[],
): Promise<(string | undefined)[]> {
  const named = groups.map((rows) => {
    const of = (field: string) => rows.map(({ values }) => values[field] ?? '').filter(Boolean)
    const [address = '', title = ''] = [of('address')[0], of('title')[0]]
    return { slug: address.split('/').at(-1) ?? '', skus: of('sku'), title: title.toLowerCase() }
  })
  const { slug, id, title } = products
  const mine = eq(products.marketId, marketId)
  const slugs = known(named.map((one) => one.slug))
  const bySlug = await db
    .select({ key: slug, id })
    .from(products)
    .where(and(mine, sql`${slug} = any(${sql.param(slugs)}::text[])`))
  const skus = known(named.flatMap((one) => one.skus))
  const bySku = await db
    .select({ key: sql<string>`${variants.sku}`, id })
    .from(products)
    .innerJoin(variants, eq(variants.productId, id))
    .where(and(mine, sql`${variants.sku} = any(${sql.param(skus)}::text[])`))
    .orderBy(variants.id)
  const lower = sql<string>`lower(${title})`
  const titles = known(named.map((one) => one.title))
  const byTitle = await db
    .select({ key: lower, id })
    .from(products)
    // No index has names as they are compared here: each product is held against them once.
    .where(and(mine, sql`${lower} in (select unnest(${sql.param(titles)}::text[]))`))
  const [slugIds, skuIds, titleIds] = [idsOf(bySlug), idsOf(bySku), idsOf(byTitle)]
  return named.map((one) => {
    const [ofSlug] = slugIds.get(one.slug) ?? []
    const [ofSku] = one.skus.flatMap((sku) => skuIds.get(sku) ?? [])
    const ofTitle = one.slug === '' ? (titleIds.get(one.title) ?? []) : []
    const only = ofTitle.length === 1 ? ofTitle[0] : undefined
    return (ofSlug ?? ofSku ?? only)?.id
  })
}

const idsOf = (rows: { key: string; id: string }[]) => Map.groupBy(rows, ({ key }) => key)

/** What is said at all, each once. */
const known = (words: string[]): string[] => [...new Set(words.filter(Boolean))]
