import { randomUUID } from 'node:crypto'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { supplies } from '@rose-ash/shared/db/models/holds'
import type { OrderState } from '../../orders/change-state.ts'
import { taxIn } from '../../pricing/tax.ts'

export interface APaidOrder {
  merchantId: string
  pageId: string
  personId?: string
  state?: OrderState | undefined
  terms?: 'online' | 'on_account' | 'on_pickup' | 'free' | undefined
}

/** Two loaves at £8.80 and a mug at £24.00 with a tenth off, brought for £3.00: £42.20, paid by card. */
export async function aPaidOrder(
  db: Db,
  { merchantId, pageId, personId, state, terms }: APaidOrder,
) {
  const [supply] = await db.insert(supplies).values({ capacity: 10 }).returning()
  const now = new Date()
  const [order] = await db
    .insert(orders)
    .values({
      merchantId,
      personId: personId ?? null,
      requestKey: randomUUID(),
      accessKey: randomUUID(),
      email: 'ada@rose-ash.example',
      name: 'Ada Marsh',
      state: state ?? 'paid',
      terms: terms ?? 'online',
      currency: 'GBP',
      itemsMinor: 4160,
      discountMinor: 240,
      feesMinor: 300,
      totalMinor: 4220,
      placedAt: now,
      paidAt: now,
    })
    .returning()
  if (!order || !supply) throw new Error('an insert answers its row')
  const line = { orderId: order.id, kind: 'product' as const, supplyId: supply.id, pageId }
  const lines = await db
    .insert(orderLines)
    .values([
      { ...line, itemId: randomUUID(), title: 'Country sourdough', unitMinor: 880, quantity: 2 },
      {
        ...line,
        itemId: randomUUID(),
        title: 'A mug',
        unitMinor: 2400,
        quantity: 1,
        discountMinor: 240,
        taxRateBasisPoints: 2000,
        taxMinor: taxIn(2160, 2000),
      },
    ])
    .returning()
  await db.insert(handovers).values({
    orderId: order.id,
    pageId,
    kind: 'delivery',
    title: 'By bicycle',
    address: { name: 'Ada', street: '12 Long Row', postcode: 'WN4 3AB', city: 'Wendle', phone: '' },
    feeMinor: 300,
    taxRateBasisPoints: 2000,
    taxMinor: 50,
  })
  if (order.terms === 'online') {
    await db.insert(payments).values({
      orderId: order.id,
      attempt: 1,
      merchantId,
      reference: randomUUID(),
      webhookKey: randomUUID(),
      merchantCode: 'MTEST',
      amountMinor: 4220,
      currency: 'GBP',
      state: 'paid',
      validUntil: now,
      paidAt: now,
    })
  }
  return { order, lines }
}

/** A page's own merchant. */
export const ownMerchant = (pageId: string) => ({
  pageId,
  name: 'The Mill',
  address: ['1 Weir Row'],
  taxNumber: 'GB 9',
  merchantCode: 'MMILL',
  sealedCredentials: 'sealed',
})
