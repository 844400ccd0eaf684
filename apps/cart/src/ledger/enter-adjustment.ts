import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { packings } from '@rose-ash/shared/db/models/cart-terms'
import { buyerAccounts } from './accounts.ts'
import { creditOf } from './enter-payment.ts'
import { feeChanges } from './fee-changes.ts'
import { broughtMinor, difference, earned } from './order-books.ts'
import { isEntered, type Posting, postEntries } from './post-entry.ts'
import { lockSpendable } from './members.ts'
import { buyerOf, dueOf, enteredStanding, leftOf, orderOf } from './read-order.ts'

type Order = Awaited<ReturnType<typeof orderOf>>

/**
 * Packing showed that a weighed line costs more or less than was sold: the difference to what is in the
 * books. More is due at the hand-over, whatever a member's limit is, as the goods are packed; less is
 * the buyer's, first against what is due.
 */
export async function enterAdjustment(
  tx: Db,
  { orderId, lineId, packingId }: { orderId: string; lineId: string; packingId: string },
): Promise<void> {
  const [packing] = await tx.select().from(packings).where(eq(packings.id, packingId))
  if (!packing) throw new Error(`packing ${packingId} is gone`)
  if (await isEntered(tx, `adjustment:${packingId}`)) return
  const order = await orderOf(tx, orderId)
  const buyer = await buyerOf(tx, order)
  const { standing: before, lineIds } = await enteredStanding(tx, order)
  const { adjustedMinor } = packing
  const after = {
    ...before,
    lines: before.lines.map((line, place) =>
      lineIds[place] === lineId ? { ...line, adjustedMinor } : line,
    ),
  }
  const more = broughtMinor(after) - broughtMinor(before)
  const postings =
    more > 0
      ? await charge(tx, order, { buyer, amountMinor: more })
      : creditOf(buyer, -more, await dueOf(tx, order, buyer))
  await postEntries(tx, [
    {
      key: `adjustment:${packingId}`,
      kind: 'adjustment',
      orderId,
      currency: order.currency,
      memo: packing.reason,
      personId: packing.personId,
      postings: [...difference(earned(before), earned(after)), ...postings],
    },
    ...(await feeChanges(tx, { order, before, after, by: `fee-adjustment:${packingId}` })),
  ])
}

/** Takes back first what this order gave to the buyer's credit, as far as it is not spent. */
async function charge(
  tx: Db,
  order: Order,
  { buyer, amountMinor }: { buyer: string | null; amountMinor: number },
): Promise<Posting[]> {
  const { main, due } = buyerAccounts(buyer)
  if (buyer === null) return [{ account: due, amountMinor }]
  const given = -(await leftOf(tx, order, main))
  const unspent = given > 0 ? await lockSpendable(tx, buyer, order.currency) : 0
  const taken = Math.max(0, Math.min(amountMinor, given, unspent))
  return [
    { account: main, amountMinor: taken },
    { account: due, amountMinor: amountMinor - taken },
  ]
}
