import { asc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderTransitions } from '@rose-ash/shared/db/models/cart-states'
import { handovers, orderNotes } from '@rose-ash/shared/db/models/cart-terms'
import { money } from '@rose-ash/shared/money'
import { papersOf } from '../../invoices/queries.ts'
import { openAmount } from '../../orders/open-amount.ts'
import type { Shop } from '../../shop.ts'
import { isSold, waitsForPickup } from '../../handing-over/open-handover.ts'
import { type Clerk, type ClerkOrder, orderFor, runs } from '../clerk.ts'
import { entriesOf, paymentsOf, providerFor, refundsOf } from './order-money.ts'
import { lineTotal } from '../../pricing/line-total.ts'

type Line = ClerkOrder['lines'][number]

/**
 * All that a clerk sees of an order. Of one in which others sell, too, they see what their own pages
 * have of it, and nothing of its money. The number of statements does not grow with what is in it.
 *
 * @throws {NotFound}
 */
export async function deskOrder(db: Db, shop: Shop, clerk: Clerk, orderId: string) {
  const found = await orderFor(db, clerk, orderId)
  const { order, lines, isWhole } = found
  const { currency } = order
  const steps = await db
    .select()
    .from(orderTransitions)
    .where(eq(orderTransitions.orderId, orderId))
    .orderBy(asc(orderTransitions.id))
  const notes = await db
    .select()
    .from(orderNotes)
    .where(eq(orderNotes.orderId, orderId))
    .orderBy(asc(orderNotes.id))
  const given = await db
    .select()
    .from(handovers)
    .where(eq(handovers.orderId, orderId))
    .orderBy(asc(handovers.id))
  const back = await refundsOf(db, found)
  const names = await namesOf(db, shop, [
    ...steps.map(({ personId }) => personId),
    ...notes.map(({ personId }) => personId),
    ...given.map(({ doneBy }) => doneBy),
    ...back.map(({ personId }) => personId),
  ])
  const by = (personId: string | null) => names.get(personId ?? '') ?? ''
  const own = given.filter(({ pageId }) => runs(clerk, pageId))
  const mayMoney = isSold(order) || waitsForPickup(order)
  const open = mayMoney ? await openAmount(db, order) : 0
  return {
    ...order,
    isWhole,
    placedAt: order.placedAt ?? order.createdAt,
    ...amountsOf(order),
    open: open > 0 ? money(open, currency) : null,
    isSold: isSold(order),
    mayWeigh: mayMoney,
    groups: groupsOf(clerk, lines, currency),
    handovers: own.map((one) => ({
      ...one,
      page: titleOf(clerk, one.pageId),
      by: by(one.doneBy),
      fee: money(one.feeMinor, currency),
    })),
    steps: steps.map((step) => ({ ...step, by: by(step.personId) })),
    notes: notes.map((note) => ({ ...note, by: by(note.personId) })),
    refunds: back.map((one) => ({
      ...one,
      by: by(one.personId),
      amount: money(one.ownMinor, currency),
    })),
    payments: isWhole ? await paymentsOf(db, orderId) : [],
    papers: isWhole ? await papersOf(db, orderId) : [],
    entries: clerk.isAdmin ? await entriesOf(db, orderId) : [],
    messagesOf: await providerFor(db, clerk, order.merchantId),
  }
}

function amountsOf({ currency, ...order }: ClerkOrder['order']) {
  const some = (minor: number) => (minor === 0 ? null : money(minor, currency))
  return {
    total: money(order.totalMinor, currency),
    adjusted: some(order.adjustedMinor),
    fees: some(order.feesMinor),
    discount: some(order.discountMinor),
    credit: some(order.creditMinor),
  }
}

const titleOf = ({ pages }: Clerk, pageId: string): string =>
  pages.find(({ id }) => id === pageId)?.title ?? ''

function groupsOf(clerk: Clerk, lines: Line[], currency: string) {
  return [...Map.groupBy(lines, ({ pageId }) => pageId)].map(([pageId, own]) => ({
    pageId,
    title: titleOf(clerk, pageId),
    lines: own.map((line) => ({
      ...line,
      left: line.quantity - line.returnedQuantity,
      unit: money(line.unitMinor, currency),
      total: money(lineTotal(line) + line.adjustedMinor, currency),
      refunded: line.refundedMinor === 0 ? null : money(line.refundedMinor, currency),
    })),
  }))
}

function namesOf(db: Db, { services }: Shop, ids: (string | null)[]): Promise<Map<string, string>> {
  return services.account.names(db, [...new Set(ids.flatMap((id) => id ?? []))])
}
