import { and, eq, gt, inArray, isNotNull, or, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { movements, supplies } from '@rose-ash/shared/db/models/holds'
import { BadInput } from '@rose-ash/shared/errors'
import { type House, marketOfVariant, type Runner } from '../runner.ts'
import { LedgerMoved, NotCounted, StockPromised } from './errors.ts'

export interface StockMove {
  runner: Runner
  variantId: string
  kind: 'delivery' | 'waste' | 'correction'
  /** Pieces: more or, below zero, less. */
  delta: number
  /** Corrections need one. */
  reason: string
  /** The last line of the ledger that the page showed, so that a form sent twice counts once. */
  seen: number
}

/**
 * Writes down that stock came, spoiled or was miscounted. One conditional update: whatever is sold at
 * the same moment counts, and nothing that is promised goes. Answers the product's id.
 *
 * @throws {StockPromised} @throws {LedgerMoved} @throws {NotCounted} @throws {Forbidden}
 */
export async function moveStock(db: Db, house: House, move: StockMove): Promise<string> {
  const { runner, variantId, kind, delta, reason, seen } = move
  const { productId } = await marketOfVariant(db, house, runner, variantId)
  if (delta === 0) throw new BadInput('Write how many, from 1 on.')
  if (kind === 'correction' && reason === '') throw new BadInput('Say why the stock was wrong.')
  await db.transaction(async (tx) => {
    await explainChanges(tx, { personId: runner.personId, reason, kind })
    const supply = await lockSupply(tx, variantId)
    if (supply.capacity === null) throw new NotCounted()
    if (await wasWrittenTo(tx, supply.id, seen)) throw new LedgerMoved()
    await changeStock(tx, supply.id, delta)
  })
  return productId
}

/**
 * Begins to count a size's stock, from what lies there, or stops: then there is no limit to what can be
 * sold. Answers the product's id.
 */
export async function countStock(
  db: Db,
  house: House,
  { runner, variantId, counted }: { runner: Runner; variantId: string; counted: boolean },
): Promise<string> {
  const { productId } = await marketOfVariant(db, house, runner, variantId)
  await db.transaction(async (tx) => {
    const reason = counted ? 'Counted from now on' : 'No longer counted'
    await explainChanges(tx, { personId: runner.personId, reason, kind: 'correction' })
    const { id, capacity } = await lockSupply(tx, variantId)
    if ((capacity !== null) === counted) return
    const all = sql`${supplies.taken} + ${supplies.held}`
    await tx
      .update(supplies)
      .set({ capacity: counted ? all : null })
      .where(eq(supplies.id, id))
  })
  return productId
}

interface LockedSupply {
  id: string
  capacity: number | null
}

/**
 * The supply of a size, locked until the transaction ends. Not `for update`: that waits for every order
 * that names the supply, and they for us.
 *
 * @throws {NotCounted}
 */
export async function lockSupply(tx: Db, variantId: string): Promise<LockedSupply> {
  const [supply] = await tx
    .select({ id: supplies.id, capacity: supplies.capacity })
    .from(supplies)
    .where(
      eq(
        supplies.id,
        sql`(select of_variant.supply_id from market.variants of_variant
      where of_variant.id = ${variantId})`,
      ),
    )
    .for('no key update')
  if (!supply) throw new NotCounted()
  return supply
}

/** Whether somebody, not a sale, changed the stock after this line of the ledger. */
export async function wasWrittenTo(tx: Db, supplyId: string, seen: number): Promise<boolean> {
  const byHand = inArray(movements.kind, ['delivery', 'waste', 'correction', 'stock-take'])
  const later = and(eq(movements.supplyId, supplyId), gt(movements.id, seen), byHand)
  return (await tx.$count(movements, later)) > 0
}

/** @throws {StockPromised} when less would be there than is sold and held. */
export async function changeStock(tx: Db, supplyId: string, delta: number): Promise<void> {
  const enough = sql`${supplies.held} + ${supplies.taken} <= ${supplies.capacity} + ${delta}`
  const { rowCount } = await tx
    .update(supplies)
    .set({ capacity: sql`${supplies.capacity} + ${delta}` })
    .where(
      and(eq(supplies.id, supplyId), isNotNull(supplies.capacity), or(sql`${delta} > 0`, enough)),
    )
  if (rowCount === 1) return
  const onHand = sql<number>`${supplies.capacity} - ${supplies.taken}`
  const [now] = await tx
    .select({ onHand, held: supplies.held })
    .from(supplies)
    .where(eq(supplies.id, supplyId))
  throw new StockPromised(now ?? { onHand: 0, held: 0 })
}
