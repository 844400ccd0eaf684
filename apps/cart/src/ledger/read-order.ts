import { eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { type orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { readSale, type Sale } from '../orders/sale.ts'
import { type AccountName, asideAccount, buyerAccounts, thisAccount } from './accounts.ts'
import type { OrderStanding } from './order-books.ts'
import { lineTotal } from '../pricing/line-total.ts'

type Order = typeof orders.$inferSelect

/** The order as it was sold: nothing adjusted and nothing given back. Donations carry no tax. */
export const soldStanding = ({ order, lines, handovers }: Sale): OrderStanding => ({
  merchantId: order.merchantId,
  lines: lines.map((line) => ({ ...asSold(line), refundedMinor: 0, adjustedMinor: 0 })),
  handovers,
  beyondMinor: 0,
})

/** Refunds that only move money: what they give back was never sold, or was taken off already. */
export const moneyOnly = ['late', 'double', 'packed'] as const

/** The order as the books have it: with the adjustments and refunds that are entered. */
export async function enteredStanding(
  tx: Db,
  order: Order,
): Promise<{ standing: OrderStanding; lineIds: string[] }> {
  const lines = await tx.execute<{ id: string; adjusted: number; refunded: number }>(sql`
    select line.id, coalesce((
        select packing.adjusted_minor from cart.packings packing
        join ledger.entries entry on entry.key = 'adjustment:' || packing.id
        where packing.line_id = line.id order by entry.id desc limit 1), 0)::int as adjusted,
      coalesce((
        select sum(part.amount_minor) from cart.refund_lines part
        join cart.refunds refund on refund.id = part.refund_id and refund.order_id = line.order_id
        join ledger.entries entry on entry.key = 'return:' || refund.id
        where part.line_id = line.id), 0)::int as refunded
    from cart.order_lines line where line.order_id = ${order.id} order by line.id`)
  const beyond = await tx.execute<{ beyond: number }>(sql`
    select coalesce(sum(refund.amount_minor - coalesce((
      select sum(part.amount_minor) from cart.refund_lines part
      where part.refund_id = refund.id), 0)), 0)::int as beyond
    from cart.refunds refund join ledger.entries entry on entry.key = 'return:' || refund.id
    where refund.order_id = ${order.id} and refund.reason not in ('late', 'double', 'packed')`)
  const sold = soldStanding(await readSale(tx, order))
  return {
    lineIds: lines.rows.map(({ id }) => id),
    standing: {
      ...sold,
      lines: sold.lines.map((line, place) => ({
        ...line,
        adjustedMinor: lines.rows[place]?.adjusted ?? 0,
        refundedMinor: lines.rows[place]?.refunded ?? 0,
      })),
      beyondMinor: beyond.rows[0]?.beyond ?? 0,
    },
  }
}

function asSold(line: typeof orderLines.$inferSelect) {
  const { pageId, kind } = line
  const taxed = kind !== 'donation'
  return {
    pageId,
    isDonation: !taxed,
    soldMinor: lineTotal(line),
    taxMinor: taxed ? line.taxMinor : 0,
    taxRateBasisPoints: taxed ? line.taxRateBasisPoints : 0,
  }
}

/** An order's row. @throws {Error} when there is none: a bug. */
export async function orderOf(tx: Db, orderId: string): Promise<Order> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId))
  if (!order) throw new Error(`order ${orderId} is gone`)
  return order
}

/** The cooperative's own merchant: a migration made it. */
export async function cooperativeId(tx: Db): Promise<string> {
  const [own] = await tx
    .select({ id: merchants.id })
    .from(merchants)
    .where(isNull(merchants.pageId))
  if (!own) throw new Error('the cooperative has no merchant')
  return own.id
}

/** Whose accounts an order moves: also of somebody whose account was deleted since. */
export async function buyerOf(tx: Db, order: Order): Promise<string | null> {
  if (order.personId !== null) return order.personId
  const { rows } = await tx.execute<{ owner: string }>(sql`
    select account.owner_id as owner from ledger.entries entry
    join ledger.postings posting on posting.entry_id = entry.id
    join ledger.accounts account on account.id = posting.account_id and account.kind = 'member'
    where entry.order_id = ${order.id} limit 1`)
  return rows[0]?.owner ?? null
}

/** What the entries of an order left on an account. */
export async function leftOf(tx: Db, order: Order, account: AccountName): Promise<number> {
  const { rows } = await tx.execute<{ left: number }>(sql`
    select coalesce(sum(posting.amount_minor), 0)::float8 as left from ledger.entries entry
    join ledger.postings posting on posting.entry_id = entry.id
    join ledger.accounts on accounts.id = posting.account_id
    where entry.order_id = ${order.id} and ${thisAccount(account, order.currency)}`)
  return rows[0]?.left ?? 0
}

/** What of a member's credit is set aside for this order; most orders ask for none. */
export async function asideFor(tx: Db, order: Order, personId: string | null): Promise<number> {
  if (personId === null || order.creditMinor === 0) return 0
  return -(await leftOf(tx, order, asideAccount(personId)))
}

/** What the order still owes where it is due at the hand-over. Guests owe nothing apart. */
export async function dueOf(tx: Db, order: Order, personId: string | null): Promise<number> {
  if (personId === null) return 0
  return Math.max(0, await leftOf(tx, order, buyerAccounts(personId).due))
}
