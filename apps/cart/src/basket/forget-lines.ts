import { and, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { basketLines, baskets } from '@rose-ash/shared/db/models/cart'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { ownedBy } from './queries.ts'

/** Takes these lines out of the owner's basket. Answers how many were there: of two that ask at once, one. */
export async function forgetLines(
  db: Db,
  { owner, lineIds }: { owner: BasketOwner; lineIds: string[] },
): Promise<number> {
  if (lineIds.length === 0) return 0
  const own = db.select({ id: baskets.id }).from(baskets).where(ownedBy(owner))
  const gone = await db
    .delete(basketLines)
    .where(and(inArray(basketLines.id, lineIds), inArray(basketLines.basketId, own)))
  return gone.rowCount ?? 0
}
