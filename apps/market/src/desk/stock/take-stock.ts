import { asc, eq, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { movements, supplies } from '@rose-ash/shared/db/models/holds'
import { products, variants } from '@rose-ash/shared/db/models/market'
import { Refusal } from '@rose-ash/shared/errors'
import { type House, marketRunBy, type Runner } from '../runner.ts'
import { changeStock, lockSupply, wasWrittenTo } from './move-stock.ts'
import { LedgerMoved, StockPromised } from './errors.ts'

export interface CountLine {
  variantId: string
  productId: string
  supplyId: string
  title: string
  size: string
  sku: string | null
  onHand: number
  held: number
}

/** Everything of a market whose stock is counted, by title; and the last line of the ledger. */
export async function countSheet(db: Db, marketId: string) {
  const lines: CountLine[] = await db
    .select({
      variantId: variants.id,
      productId: products.id,
      supplyId: supplies.id,
      title: products.title,
      size: variants.title,
      sku: variants.sku,
      onHand: sql<number>`${supplies.capacity} - ${supplies.taken}`,
      held: supplies.held,
    })
    .from(products)
    .innerJoin(variants, eq(variants.productId, products.id))
    .innerJoin(supplies, eq(supplies.id, variants.supplyId))
    .where(
      sql`${products.marketId} = ${marketId} and ${products.status} <> 'archived'
        and ${supplies.capacity} is not null`,
    )
    .orderBy(asc(products.title), asc(variants.position))
  const [last] = await db
    .select({ id: sql<number>`coalesce(max(${movements.id}), 0)`.mapWith(Number) })
    .from(movements)
  return { lines, seen: last?.id ?? 0 }
}

export interface StockTake {
  runner: Runner
  marketId: string
  /** The last line of the ledger when counting began: what is sold after it is no miscount. */
  seen: number
  /** What was counted, by the variant's id. */
  counts: ReadonlyMap<string, number>
  /** The same as `seen` for those that were counted again later, by the variant's id. */
  seenAgain?: ReadonlyMap<string, number>
}

/** What a stock take makes of one size. */
export interface CountOutcome {
  line: CountLine
  counted: number
  /** What was sold, given back or delivered since counting began, below zero when it went. */
  since: number
  /** By how much the ledger is changed. */
  difference: number
  problem?: string
}

/** Some counts cannot be; nothing was written. */
export class CountsRefused extends Refusal {
  readonly outcomes: CountOutcome[]

  constructor(outcomes: CountOutcome[]) {
    super('counts_refused', 409, 'Some counts cannot be. Nothing of the stock take is saved.')
    this.outcomes = outcomes
  }
}

/** What the stock take would change if it was saved now. @throws {Forbidden} */
export async function previewStockTake(
  db: Db,
  house: House,
  take: StockTake,
): Promise<CountOutcome[]> {
  const { runner, marketId, counts } = take
  await marketRunBy(db, house, runner, marketId)
  const { lines } = await countSheet(db, marketId)
  const outcomes: CountOutcome[] = []
  for (const line of lines) {
    const counted = counts.get(line.variantId)
    if (counted !== undefined)
      outcomes.push(await outcomeOf(db, line, { counted, seen: seenOf(take, line) }))
  }
  return outcomes
}

/**
 * Corrects the ledger to what was counted, all of it or nothing: the difference is that to what is on
 * hand at this moment, less what was sold since counting began. Answers what it changed.
 *
 * @throws {CountsRefused} when somewhere less would be there than is promised, or somebody else wrote
 * to the ledger meanwhile; a stock take sent twice is refused as well.
 */
export async function takeStock(db: Db, house: House, take: StockTake): Promise<CountOutcome[]> {
  const { runner, marketId, counts } = take
  await marketRunBy(db, house, runner, marketId)
  return db.transaction(async (tx) => {
    const reason = 'Stock take'
    await explainChanges(tx, { personId: runner.personId, reason, kind: 'stock-take' })
    const { lines } = await countSheet(tx, marketId)
    const wanted = lines.filter(({ variantId }) => counts.has(variantId))
    // In the order in which orders lock supplies, so that none waits for the other for ever.
    for (const line of wanted.toSorted((a, b) => (a.supplyId < b.supplyId ? -1 : 1))) {
      await lockSupply(tx, line.variantId)
    }
    const { lines: locked } = await countSheet(tx, marketId)
    const outcomes: CountOutcome[] = []
    for (const line of locked) {
      const counted = counts.get(line.variantId)
      if (counted === undefined) continue
      const outcome = await outcomeOf(tx, line, { counted, seen: seenOf(take, line) })
      outcomes.push(outcome)
      if (outcome.difference === 0 || outcome.problem !== undefined) continue
      await changeStock(tx, line.supplyId, outcome.difference)
    }
    if (outcomes.some(({ problem }) => problem !== undefined)) throw new CountsRefused(outcomes)
    return outcomes
  })
}

const seenOf = ({ seen, seenAgain }: StockTake, { variantId }: CountLine): number =>
  seenAgain?.get(variantId) ?? seen

async function outcomeOf(
  db: Db,
  line: CountLine,
  { counted, seen }: { counted: number; seen: number },
): Promise<CountOutcome> {
  const [moved] = await db
    .select({ sum: sql<number>`coalesce(sum(${movements.delta}), 0)`.mapWith(Number) })
    .from(movements)
    .where(sql`${movements.supplyId} = ${line.supplyId} and ${movements.id} > ${seen}`)
  const since = moved?.sum ?? 0
  const difference = counted + since - line.onHand
  const outcome = { line, counted, since, difference }
  if (await wasWrittenTo(db, line.supplyId, seen))
    return { ...outcome, problem: new LedgerMoved().message }
  if (difference < 0 && line.onHand + difference < line.held)
    return { ...outcome, problem: new StockPromised(line).message }
  return outcome
}
