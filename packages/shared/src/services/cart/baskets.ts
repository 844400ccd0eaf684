import { sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { baskets } from '../../db/models/cart.ts'

/** Whose basket it is: exactly one of the two. */
export type BasketOwner = { personId: string } | { visitorId: string }

/** The owner's basket, made when there is none yet. Asked twice at once, there is still one. */
export async function ensureBasket(db: Db, owner: BasketOwner): Promise<string> {
  const target = 'personId' in owner ? baskets.personId : baskets.visitorId
  const [basket] = await db
    .insert(baskets)
    .values(owner)
    .onConflictDoUpdate({ target, set: { updatedAt: sql`now()` } })
    .returning({ id: baskets.id })
  if (!basket) throw new Error('an upsert answers its row')
  return basket.id
}

/** The cache tag of everything that shows this basket. */
export function basketTag(owner: BasketOwner): string {
  return 'personId' in owner
    ? `basket:person:${owner.personId}`
    : `basket:visitor:${owner.visitorId}`
}
