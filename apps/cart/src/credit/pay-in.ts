import { randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { orderTransitions } from '@rose-ash/shared/db/models/cart-states'
import { BadInput, NotFound } from '@rose-ash/shared/errors'
import { holdMinutes } from '../checkout/begin-checkout.ts'
import { cooperativeId } from '../ledger/read-order.ts'
import type { Order } from '../orders/change-state.ts'
import type { Shop } from '../shop.ts'
import { creditTerms } from './credit-terms.ts'

export interface PayingIn {
  personId: string
  name: string
  email: string
  /** Minor units of the cooperative's currency. */
  amountMinor: number
  /** Comes with the form: sent twice, it makes one order. */
  requestKey: string
}

/**
 * Orders credit: an order of the cooperative without lines, to be paid online within 15 minutes. Its
 * payment is the credit; no tax is on it, as that is on what is bought with it. Sent twice, both answer
 * the same order.
 *
 * @throws {BadInput} for less or more than may be paid in at once.
 */
export async function payIn(db: Db, { config }: Shop, paying: PayingIn): Promise<Order> {
  const { amountMinor, personId, requestKey } = paying
  const { least, most } = creditTerms(config)
  if (amountMinor < least.amount || amountMinor > most.amount)
    throw new BadInput('Choose an amount within what may be paid in at once.')
  return db.transaction(async (tx) => {
    const [made] = await tx
      .insert(orders)
      .values({
        ...paying,
        kind: 'credit',
        merchantId: await cooperativeId(tx),
        accessKey: randomBytes(16).toString('base64url'),
        state: 'awaiting_payment',
        currency: config.currency,
        itemsMinor: amountMinor,
        totalMinor: amountMinor,
        heldUntil: new Date(Date.now() + holdMinutes * 60_000),
        placedAt: new Date(),
      })
      .onConflictDoNothing({ target: orders.requestKey })
      .returning()
    if (!made) return knownOrder(tx, { personId, requestKey })
    await tx
      .insert(orderTransitions)
      .values({ orderId: made.id, toState: 'awaiting_payment', reason: 'credit ordered' })
    return made
  })
}

async function knownOrder(
  tx: Db,
  { personId, requestKey }: Pick<PayingIn, 'personId' | 'requestKey'>,
): Promise<Order> {
  const own = and(eq(orders.requestKey, requestKey), eq(orders.personId, personId))
  const [known] = await tx.select().from(orders).where(own)
  if (!known) throw new NotFound('order')
  return known
}
