import { asc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { money, type Money } from '@rose-ash/shared/money'
import { balanceOf } from '../ledger/members.ts'
import type { Order } from '../orders/change-state.ts'
import { groupLines, type LineGroup } from '../orders/order-lines.ts'
import { taxesOf } from '../orders/order-taxes.ts'
import type { Shop } from '../shop.ts'
import { type HandoverChoice, handoverChoices } from './handover-choices.ts'
import { type PaymentTerms, termsOf } from './place-order.ts'
import { type Way, waysOf } from './ways-of.ts'

export interface CheckoutView {
  order: { id: string; accessKey: string; heldUntil: Date | null; note: string }
  groups: LineGroup[]
  items: Money
  discount: Money | undefined
  fees: Money | undefined
  total: Money
  taxes: { ratePercent: number; tax: Money }[]
  /** For each page with goods: how they can reach the buyer, and what is chosen. */
  handovers: {
    pageId: string
    title: string
    chosen: string
    isDelivery: boolean
    ways: Way<HandoverChoice & { fee: Money | undefined }>[]
  }[]
  needsAddress: boolean
  terms: PaymentTerms[]
  /** What the member may spend of their prepaid balance; undefined for nothing. */
  credit: Money | undefined
}

/** Everything the checkout page shows of a draft. */
export async function checkoutView(
  db: Db,
  shop: Shop,
  { order, personId }: { order: Order; personId: string | undefined },
): Promise<CheckoutView> {
  const { id, accessKey, heldUntil, currency, note } = order
  const lines = await db
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, id))
    .orderBy(asc(orderLines.id))
  const choices = await handoverChoices(db, shop, order)
  const titles = await shop.services.blog.pagesById(
    db,
    choices.map(({ pageId }) => pageId),
  )
  const credit = personId ? -(await balanceOf(db, personId, currency)) : 0
  const some = (amount: number) => (amount > 0 ? money(amount, currency) : undefined)
  const pages = choices.map(({ pageId, chosen, choices: offered }) => {
    const now = offered.find(({ choice }) => choice === chosen) ?? offered[0]
    const priced = offered.map((one) => ({ ...one, fee: some(one.feeMinor) }))
    const title = titles.get(pageId)?.title ?? ''
    const ways = waysOf(priced, now.choice)
    return { pageId, title, chosen: now.choice, isDelivery: now.kind === 'delivery', ways }
  })
  return {
    order: { id, accessKey, heldUntil, note },
    groups: await groupLines(db, shop.services, { lines, currency }),
    items: money(order.itemsMinor, currency),
    discount: some(order.discountMinor),
    fees: some(order.feesMinor),
    total: money(order.totalMinor, currency),
    taxes: taxesOf(lines, await feesOf(db, id)).map(({ rateBasisPoints, taxMinor }) => ({
      ratePercent: rateBasisPoints / 100,
      tax: money(taxMinor, currency),
    })),
    handovers: pages,
    needsAddress: pages.some(({ isDelivery }) => isDelivery),
    terms: await termsOf(db, order, personId),
    credit: some(credit),
  }
}

function feesOf(db: Db, orderId: string) {
  return db.select().from(handovers).where(eq(handovers.orderId, orderId))
}
