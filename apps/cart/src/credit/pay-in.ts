import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Config } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { orderTransitions } from '@rose-ash/shared/db/models/cart-states'
import { BadInput, NotFound } from '@rose-ash/shared/errors'
import type { Money } from '@rose-ash/shared/money'
import { holdMinutes } from '../checkout/begin-checkout.ts'
import { cooperativeId } from '../ledger/read-order.ts'
import type { Order } from '../orders/change-state.ts'
import { amountText } from '../pricing/amount-text.ts'
import type { Shop } from '../shop.ts'
import { lockCreditRoom } from './credit-room.ts'
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
 * the same order. What a member has and what they are paying in stays within `creditLimit`, however many
 * they order at the same moment.
 *
 * @throws {BadInput} for less than may be paid in at once, and for more than they may have.
 */
export async function payIn(db: Db, shop: Shop, paying: PayingIn): Promise<Order> {
  const { config } = shop
  const { amountMinor, personId, requestKey } = paying
  return db.transaction(async (tx) => {
    const room = await lockCreditRoom(tx, config, personId)
    const known = await knownOrder(tx, requestKey)
    if (known) return ofPerson(known, personId)
    checkAmount(config, amountMinor, room)
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
    // Somebody else had this key meanwhile: the same person would have waited for the lock.
    if (!made) throw new NotFound('order')
    await tx
      .insert(orderTransitions)
      .values({ orderId: made.id, toState: 'awaiting_payment', reason: 'credit ordered' })
    return made
  })
}

async function knownOrder(tx: Db, requestKey: string): Promise<Order | undefined> {
  const [known] = await tx.select().from(orders).where(eq(orders.requestKey, requestKey))
  return known
}

function ofPerson(order: Order, personId: string): Order {
  if (order.personId !== personId) throw new NotFound('order')
  return order
}

function checkAmount(config: Config, amountMinor: number, roomMinor: number): void {
  const { least, most, limit } = creditTerms(config, roomMinor)
  const text = (amount: Money) => amountText(amount, config.locale)
  if (amountMinor < least.amount) throw new BadInput(`Pay in ${text(least)} or more.`)
  if (amountMinor <= most.amount) return
  const next = most.amount < least.amount ? 'Order something first' : `Pay in ${text(most)} or less`
  throw new BadInput(`Your credit can be ${text(limit)} at most. ${next}.`)
}
