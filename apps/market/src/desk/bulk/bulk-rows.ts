import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import { type Db, has } from '@rose-ash/shared/db'
import { products, productStatuses, variants } from '@rose-ash/shared/db/models/market'
import { z } from 'zod'

export const BulkQuery = z.object({
  q: z.string().trim().max(200).default(''),
  status: z.union([z.enum(productStatuses), z.literal('').transform(() => undefined)]).optional(),
  after: z.string().max(300).default(''),
})

export type BulkQuery = z.infer<typeof BulkQuery>

/** One size as the table of many shows it. */
export interface BulkRow {
  productId: string
  variantId: string
  version: number
  title: string
  size: string
  status: (typeof productStatuses)[number]
  labels: string[]
  priceMinor: number
  memberPriceMinor: number | null
  floorMinor: number | null
  salePriceMinor: number | null
  saleFrom: Date | null
  saleUntil: Date | null
  active: boolean
  currency: string
}

const PER_PAGE = 50

const columns = {
  productId: products.id,
  variantId: variants.id,
  version: products.version,
  title: products.title,
  size: variants.title,
  status: products.status,
  labels: products.labels,
  priceMinor: variants.priceMinor,
  memberPriceMinor: variants.memberPriceMinor,
  floorMinor: variants.floorMinor,
  salePriceMinor: variants.salePriceMinor,
  saleFrom: variants.saleFrom,
  saleUntil: variants.saleUntil,
  active: variants.active,
  currency: variants.currency,
}

/** The sizes of a market by title, a page at a time. */
export async function bulkRows(db: Db, marketId: string, { q, status, after }: BulkQuery) {
  const [title = '', id = ''] = after.split('~~')
  const afterId = z.uuid().safeParse(id).data
  const rows: BulkRow[] = await db
    .select(columns)
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .where(
      and(
        eq(products.marketId, marketId),
        status ? eq(products.status, status) : ne(products.status, 'archived'),
        q ? has(products.title, q) : undefined,
        afterId
          ? sql`(${products.title}, ${variants.id}) > (${title}, ${afterId}::uuid)`
          : undefined,
      ),
    )
    .orderBy(asc(products.title), asc(variants.id))
    .limit(PER_PAGE + 1)
  const shown = rows.slice(0, PER_PAGE)
  const last = shown.at(-1)
  const next = rows.length > PER_PAGE && last ? `${last.title}~~${last.variantId}` : undefined
  return { rows: shown, next }
}

/**
 * The sizes with these ids that are of this market, locked with their products in one order: products
 * first, as whoever saves one has it.
 */
export async function lockRows(tx: Db, marketId: string, variantIds: string[]) {
  const wanted = sql`${variants.id} = any(${sql.param(variantIds)}::uuid[])`
  const theirs = tx.select({ id: variants.productId }).from(variants).where(wanted)
  await tx
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.marketId, marketId), inArray(products.id, theirs)))
    .orderBy(asc(products.id))
    .for('update')
  const rows: BulkRow[] = await tx
    .select(columns)
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .where(and(eq(products.marketId, marketId), wanted))
    .orderBy(asc(products.id), asc(variants.id))
    .for('update')
  return new Map(rows.map((row) => [row.variantId, row]))
}
