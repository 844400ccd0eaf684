import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { handovers, type PostalAddress } from '@rose-ash/shared/db/models/cart-terms'
import { lockOrder, type Order } from '../orders/change-state.ts'
import { taxIn } from '../pricing/tax.ts'
import type { Shop } from '../shop.ts'
import { AddressNeeded, NotDeliveredThere } from './errors.ts'
import { type HandoverChoice, handoverChoices } from './handover-choices.ts'

export interface Choosing {
  orderId: string
  /** The `choice` for each page; one that is not offered (any more) becomes the first that is. */
  choices: Map<string, string>
  /** Where deliveries go; undefined while the buyer is still choosing. */
  address: PostalAddress | undefined
}

/**
 * Writes down how the goods of a draft reach the buyer, and what that costs; answers the order with its
 * new total. An order that is no draft any more stays as it is.
 *
 * @throws {AddressNeeded} when something is delivered and the address is not whole.
 * @throws {NotDeliveredThere} when a delivery does not go to that postcode.
 */
export async function chooseHandovers(db: Db, shop: Shop, choosing: Choosing): Promise<Order> {
  return db.transaction(async (tx) => {
    const order = await lockOrder(tx, choosing.orderId)
    if (order.state !== 'draft') return order
    let feesMinor = 0
    let feesTaxMinor = 0
    for (const { pageId, choices, chosen } of await handoverChoices(tx, shop, order)) {
      const wanted = choosing.choices.get(pageId) ?? chosen
      const choice = choices.find((one) => one.choice === wanted) ?? choices[0]
      const address = choice.kind === 'delivery' ? choosing.address : undefined
      if (address) assertDelivered(choice, address)
      const taxMinor = taxIn(choice.feeMinor, choice.taxRateBasisPoints)
      feesMinor += choice.feeMinor
      feesTaxMinor += taxMinor
      const { notes: _notes, postcodes: _postcodes, ...terms } = choice
      await tx
        .update(handovers)
        .set({ ...terms, taxMinor, address: address ?? null })
        .where(and(eq(handovers.orderId, order.id), eq(handovers.pageId, pageId)))
    }
    return setFees(tx, order, { feesMinor, feesTaxMinor })
  })
}

function assertDelivered({ title, postcodes }: HandoverChoice, address: PostalAddress): void {
  const { street, postcode, city } = address
  if (!street || !postcode || !city) throw new AddressNeeded()
  const goesThere = postcodes.some((start) => plain(postcode).startsWith(plain(start)))
  if (postcodes.length > 0 && !goesThere) throw new NotDeliveredThere(title, postcode)
}

const plain = (text: string): string => text.replaceAll(/\s/g, '').toLowerCase()

async function setFees(
  tx: Db,
  order: Order,
  { feesMinor, feesTaxMinor }: { feesMinor: number; feesTaxMinor: number },
): Promise<Order> {
  const linesTax = sql`(select coalesce(sum(${orderLines.taxMinor}), 0) from ${orderLines}
    where ${orderLines.orderId} = ${order.id})`
  const [changed] = await tx
    .update(orders)
    .set({
      feesMinor,
      taxMinor: sql`${linesTax} + ${feesTaxMinor}`,
      totalMinor: order.itemsMinor - order.discountMinor + feesMinor,
    })
    .where(eq(orders.id, order.id))
    .returning()
  if (!changed) throw new Error('the order is locked')
  return changed
}
