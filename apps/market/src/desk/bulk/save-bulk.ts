import { and, eq, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { products, variants } from '@rose-ash/shared/db/models/market'
import { productCategories } from '@rose-ash/shared/db/models/market-shelves'
import { Refusal } from '@rose-ash/shared/errors'
import { changeStatusIn, type ProductStatus } from '../products/change-status.ts'
import { checkPrices } from '../products/check-variant.ts'
import { tellOfProduct } from '@rose-ash/shared/services/market/tell-of-product'
import { type House, marketRunBy, type Runner } from '../runner.ts'
import { type BulkRow, lockRows } from './bulk-rows.ts'

export interface BulkChange {
  variantId: string
  baseVersion: number
  priceMinor: number
  memberPriceMinor: number | null
  /** The least, where buyers choose what they pay; null: fixed. */
  floorMinor: number | null
  salePriceMinor: number | null
  active: boolean
  status: ProductStatus
  labels: string[]
  /** A category of the market that the product is put into as well. */
  categoryId: string | null
}

export interface BulkSave {
  runner: Runner
  marketId: string
  reason: string
  rows: BulkChange[]
}

/** What became of a row. */
export type BulkOutcome = 'changed' | 'same' | BulkProblem

interface BulkProblem {
  problem: string
  /** What somebody else saved meanwhile. */
  saved?: BulkRow
}

/** Some rows cannot be saved, so none is. */
export class RowsRefused extends Refusal {
  readonly outcomes: ReadonlyMap<string, BulkOutcome>

  constructor(outcomes: ReadonlyMap<string, BulkOutcome>) {
    super('rows_refused', 409, 'Some rows cannot be saved, so nothing is saved.')
    this.outcomes = outcomes
  }
}

/**
 * Saves many sizes at once, all of them or none. A row that says what is saved already is left alone,
 * and so is its version. Answers what became of each, by the variant's id.
 *
 * @throws {RowsRefused} when somebody else saved one of the products, or prices do not fit.
 */
export async function saveBulk(
  db: Db,
  house: House,
  { runner, marketId, reason, rows }: BulkSave,
): Promise<ReadonlyMap<string, BulkOutcome>> {
  await marketRunBy(db, house, runner, marketId)
  return db.transaction(async (tx) => {
    await explainChanges(tx, { personId: runner.personId, reason })
    const ids = rows.map(({ variantId }) => variantId)
    const before = await lockRows(tx, marketId, ids)
    const outcomes = new Map<string, BulkOutcome>()
    for (const row of rows) outcomes.set(row.variantId, judge(row, before.get(row.variantId)))
    const refused = [...outcomes.values()].some((outcome) => typeof outcome === 'object')
    if (refused) throw new RowsRefused(outcomes)
    const touched = new Set<string>()
    for (const row of rows) {
      const was = before.get(row.variantId)
      if (!was || outcomes.get(row.variantId) === 'same') continue
      await writeRow(tx, marketId, row, was)
      touched.add(was.productId)
    }
    for (const productId of touched) {
      const own = rows.filter((row) => before.get(row.variantId)?.productId === productId)
      await orRefuse(finish(tx, house, { productId, own, before }), own, outcomes)
    }
    return outcomes
  })
}

function judge(row: BulkChange, was: BulkRow | undefined): BulkOutcome {
  if (!was) return { problem: 'It is gone from this market.' }
  if (isSame(row, was)) return 'same'
  if (was.version !== row.baseVersion)
    return {
      problem: 'Somebody else saved this product meanwhile. Save again to keep what you typed.',
      saved: was,
    }
  const problems: string[] = []
  checkPrices({ ...was, ...row }, (_field, problem) => problems.push(problem))
  const [problem] = problems
  return problem === undefined ? 'changed' : { problem }
}

function isSame(row: BulkChange, was: BulkRow): boolean {
  const keys = [
    'priceMinor',
    'memberPriceMinor',
    'floorMinor',
    'salePriceMinor',
    'active',
    'status',
  ] as const
  const labels = row.labels.join(',') === was.labels.join(',')
  return keys.every((key) => row[key] === was[key]) && labels && row.categoryId === null
}

async function writeRow(
  tx: Db,
  marketId: string,
  { variantId, categoryId, labels, ...row }: BulkChange,
  was: BulkRow,
): Promise<void> {
  const { priceMinor, memberPriceMinor, floorMinor, salePriceMinor, active } = row
  await tx
    .update(variants)
    .set({ priceMinor, memberPriceMinor, floorMinor, salePriceMinor, active })
    .where(eq(variants.id, variantId))
  if (labels.join(',') !== was.labels.join(',')) {
    await tx.update(products).set({ labels }).where(eq(products.id, was.productId))
  }
  if (categoryId !== null) {
    await tx.execute(sql`insert into ${productCategories} (product_id, category_id)
      select ${was.productId}::uuid, id from market.categories
      where id = ${categoryId} and market_id = ${marketId} for key share
      on conflict do nothing`)
  }
}

interface Touched {
  productId: string
  /** Its rows of the table. */
  own: BulkChange[]
  before: ReadonlyMap<string, BulkRow>
}

/** What is refused of a product stands beside its rows. @throws {RowsRefused} */
async function orRefuse(
  work: Promise<void>,
  own: BulkChange[],
  outcomes: ReadonlyMap<string, BulkOutcome>,
): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const refused = new Map(outcomes)
    for (const row of own) refused.set(row.variantId, { problem: error.message })
    throw new RowsRefused(refused)
  }
}

/** Once for a product, however many of its sizes were changed. */
async function finish(tx: Db, house: House, { productId, own, before }: Touched): Promise<void> {
  const [was] = own.flatMap(({ variantId }) => before.get(variantId) ?? [])
  // The last row that says something new wins; its rows share one state.
  const status = own.findLast((row) => row.status !== was?.status)?.status
  if (status !== undefined && (await changeStatusIn(tx, house, { productId, status }))) return
  const [row] = await tx
    .update(products)
    .set({ version: sql`${products.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(products.id, productId)))
    .returning({ status: products.status })
  if (row?.status === 'published') await tellOfProduct(tx, house, 'Update', productId)
}
