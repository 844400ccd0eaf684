import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { holds, supplies } from '../../db/models/holds.ts'
import { mergeWants, type Want } from './merge-wants.ts'
import { releaseExpired } from './release-holds.ts'
import { type Shortage, SoldOut } from './sold-out.ts'

export interface HoldRequest {
  holderId: string
  wants: Want[]
  expiresAt: Date
}

/**
 * Holds all that is wanted for one holder until `expiresAt`, or nothing. One conditional update per
 * supply, so two buyers can never hold the same last place.
 *
 * Runs in the caller's transaction.
 *
 * @throws {SoldOut} naming every shortage; the transaction must roll back.
 */
export async function holdSupplies(tx: Db, request: HoldRequest): Promise<void> {
  const { holderId, expiresAt } = request
  const wants = mergeWants(request.wants)
  const shortages: Shortage[] = []
  for (const want of wants) {
    if (!(await take(tx, want)) && !(await takeAfterExpiry(tx, want))) {
      shortages.push(await shortageOf(tx, want))
    }
  }
  if (shortages.length > 0) throw new SoldOut(shortages)
  if (wants.length === 0) return
  await tx.insert(holds).values(wants.map((want) => ({ ...want, holderId, expiresAt })))
}

async function take(db: Db, { supplyId, quantity }: Want): Promise<boolean> {
  const enough = sql`${supplies.held} + ${supplies.taken} + ${quantity} <= ${supplies.capacity} + ${supplies.backorder}`
  const taken = await db
    .update(supplies)
    .set({ held: sql`${supplies.held} + ${quantity}` })
    .where(and(eq(supplies.id, supplyId), or(isNull(supplies.capacity), enough)))
  return taken.rowCount === 1
}

/** What expired holds still block is anybody's: nobody has to wait for the sweep. */
async function takeAfterExpiry(db: Db, want: Want): Promise<boolean> {
  return (await releaseExpired(db, want.supplyId)) > 0 && take(db, want)
}

async function shortageOf(db: Db, { supplyId, quantity }: Want): Promise<Shortage> {
  const left = sql<number>`${supplies.capacity} + ${supplies.backorder} - ${supplies.held} - ${supplies.taken}`
  const [found] = await db.select({ left }).from(supplies).where(eq(supplies.id, supplyId))
  return { supplyId, wanted: quantity, left: Math.max(0, found?.left ?? 0) }
}
