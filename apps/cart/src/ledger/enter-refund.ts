import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payments, refundLines, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { buyerAccounts } from './accounts.ts'
import { creditOf } from './enter-payment.ts'
import { NoAccount } from './errors.ts'
import { feeChanges } from './fee-changes.ts'
import { difference, earned, type OrderStanding } from './order-books.ts'
import { isEntered, type Posting, postEntries, postEntry } from './post-entry.ts'
import { buyerOf, dueOf, enteredStanding, moneyOnly, orderOf } from './read-order.ts'

type Refund = typeof refunds.$inferSelect

/**
 * A refund is decided: the sale of what goes back is taken back with its tax and fee, and the buyer has
 * the money. Credit stays on a member's account, after what the order still owes; what goes back
 * another way waits where nobody can spend it. Refunds of several steps add up to the sale exactly.
 * One for money that came late or twice, for what packing took off already, or for credit, moves only the
 * buyer's money.
 *
 * @throws {NoAccount} when a guest who owes nothing is given credit.
 * @throws {AccountLimit} when credit that is to go back is spent at the same moment.
 */
export async function enterRefund(tx: Db, refundId: string): Promise<void> {
  const refund = await refundOf(tx, refundId)
  const key = `return:${refundId}`
  if (await isEntered(tx, key)) return
  const order = await orderOf(tx, refund.orderId)
  const buyer = await buyerOf(tx, order)
  const { main, back } = buyerAccounts(buyer)
  const { currency } = refund
  const entry = { key, kind: 'return' as const, orderId: order.id, currency }
  const memo = refund.reason
  const { personId } = refund
  if (isMoneyOnly(refund) || order.kind === 'credit') {
    const to = refund.method === 'credit' ? main : back
    const postings = moved(main, to, refund.amountMinor)
    await postEntry(tx, { ...entry, memo, personId, postings })
    return
  }
  const { standing: before, lineIds } = await enteredStanding(tx, order)
  const after = await standingAfter(tx, refund, { before, lineIds })
  await postEntries(tx, [
    {
      ...entry,
      memo,
      personId,
      postings: [
        ...difference(earned(before), earned(after)),
        ...(await toBuyer(tx, refund, buyer)),
      ],
    },
    ...(await feeChanges(tx, { order, before, after, by: `fee-return:${refundId}` })),
  ])
}

/** The money of a refund left: from the provider or the till. Credit has nowhere to go any more. */
export async function enterRefundDone(tx: Db, refundId: string): Promise<void> {
  const refund = await refundOf(tx, refundId)
  const { method, amountMinor, currency, orderId } = refund
  if (method === 'credit') return
  const order = await orderOf(tx, orderId)
  const ownerId = (await merchantOf(tx, refund)) ?? order.merchantId
  const { back } = buyerAccounts(await buyerOf(tx, order))
  await postEntry(tx, {
    key: `refund:${refundId}`,
    kind: 'refund',
    orderId,
    currency,
    postings: moved(back, { kind: method, ownerId }, amountMinor),
  })
}

const isMoneyOnly = ({ reason }: Refund): boolean => moneyOnly.some((one) => one === reason)

const moved = (
  from: Posting['account'],
  to: Posting['account'],
  amountMinor: number,
): Posting[] => [
  { account: from, amountMinor },
  { account: to, amountMinor: -amountMinor },
]

async function toBuyer(tx: Db, refund: Refund, buyer: string | null): Promise<Posting[]> {
  const { method, amountMinor } = refund
  const { back, main } = buyerAccounts(buyer)
  if (method !== 'credit') return [{ account: back, amountMinor: -amountMinor }]
  const order = await orderOf(tx, refund.orderId)
  if (buyer !== null) return creditOf(buyer, amountMinor, await dueOf(tx, order, buyer))
  if ((await guestOwes(tx, order.id)) < amountMinor) throw new NoAccount()
  return [{ account: main, amountMinor: -amountMinor }]
}

/** What an order of a guest still has to be paid. */
async function guestOwes(tx: Db, orderId: string): Promise<number> {
  const { rows } = await tx.execute<{ owed: number }>(sql`
    select coalesce(sum(posting.amount_minor), 0)::float8 as owed from ledger.entries entry
    join ledger.postings posting on posting.entry_id = entry.id
    join ledger.accounts account on account.id = posting.account_id
      and account.kind = 'guests' and account.detail = ''
    where entry.order_id = ${orderId}`)
  return rows[0]?.owed ?? 0
}

async function standingAfter(
  tx: Db,
  refund: Refund,
  { before, lineIds }: { before: OrderStanding; lineIds: string[] },
): Promise<OrderStanding> {
  const parts = await tx.select().from(refundLines).where(eq(refundLines.refundId, refund.id))
  const byLine = new Map(parts.map(({ lineId, amountMinor }) => [lineId, amountMinor]))
  const ofLines = parts.reduce((total, { amountMinor }) => total + amountMinor, 0)
  return {
    ...before,
    lines: before.lines.map((line, place) => ({
      ...line,
      refundedMinor: line.refundedMinor + (byLine.get(lineIds[place] ?? '') ?? 0),
    })),
    beyondMinor: before.beyondMinor + refund.amountMinor - ofLines,
  }
}

async function merchantOf(tx: Db, { paymentId }: Refund): Promise<string | undefined> {
  if (paymentId === null) return undefined
  const { merchantId } = payments
  const [payment] = await tx.select({ merchantId }).from(payments).where(eq(payments.id, paymentId))
  return payment?.merchantId
}

async function refundOf(tx: Db, refundId: string): Promise<Refund> {
  const [refund] = await tx.select().from(refunds).where(eq(refunds.id, refundId))
  if (!refund) throw new Error(`refund ${refundId} is gone`)
  return refund
}
