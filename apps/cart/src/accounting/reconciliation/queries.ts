import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { type Money, money } from '@rose-ash/shared/money'
import { checkAdmin, type Runner } from '../../merchants/desk/runner.ts'

const shown = 500

export const stories = [
  'matched',
  'waiting',
  'unknown',
  'refund-waiting',
  'taken-back',
  'differs',
] as const
export type Story = (typeof stories)[number]

/** One transaction of the provider: what we know of it, and what it says. */
export interface OpenLine {
  code: string
  story: Story
  orderId: string | null
  orderNumber: number | null
  paidAt: Date | null
  paidOn: string | null
  days: number
  paid: Money
  refunded: Money
  /** What the provider sent for it, before its fee, and what it took off again. */
  sent: Money
  taken: Money
  /** What of it is still at the provider. */
  left: Money
}

export interface Reconciliation {
  lines: OpenLine[]
  counts: Record<Story, number>
  /** What the ledger has at the provider. */
  balance: Money
  /** What the lines that are not matched explain of it. */
  explained: Money
  unexplained: Money
}

interface Row extends Record<string, unknown> {
  code: string
  story: Story
  order_id: string | null
  number: number | null
  paid_at: string | null
  paid_on: string | null
  days: number
  paid: number
  refunded: number
  sent: number
  taken: number
  left_minor: number
}

/**
 * Holds what a merchant's provider says it paid out against our payments, transaction by transaction.
 * What is left of the provider's account is explained line by line; whatever is not is an error.
 *
 * @throws {Forbidden}
 */
export async function reconcile(
  db: Db,
  runner: Runner,
  { merchantId, currency }: { merchantId: string; currency: string },
): Promise<Reconciliation> {
  checkAdmin(runner)
  const of = (minor: number): Money => money(minor, currency)
  const matches = matchesOf(merchantId, currency)
  const { rows: sums } = await db.execute<{ story: Story; count: number; minor: number }>(sql`
    with matches as (${matches}) select story, count(*)::int as count,
      sum(left_minor)::float8 as minor from matches group by story`)
  const { rows } = await db.execute<Row>(sql`
    with matches as (${matches}) select * from matches where story <> 'matched'
    order by coalesce(paid_at, paid_on::timestamptz), code limit ${shown}`)
  const { rows: balances } = await db.execute<{ minor: number }>(sql`
    select coalesce(sum(posting.amount_minor), 0)::float8 as minor from ledger.accounts account
    join ledger.postings posting on posting.account_id = account.id
    where account.kind = 'provider' and account.owner_id = ${merchantId}
      and account.currency = ${currency}`)
  const balance = balances[0]?.minor ?? 0
  const explained = sums.reduce((total, { minor }) => total + minor, 0)
  const count = (story: Story) => sums.find((one) => one.story === story)?.count ?? 0
  return {
    lines: rows.map((row) => lineOf(row, of)),
    counts: Object.fromEntries(stories.map((story) => [story, count(story)])) as Record<
      Story,
      number
    >,
    balance: of(balance),
    explained: of(explained),
    unexplained: of(balance - explained),
  }
}

function lineOf(row: Row, of: (minor: number) => Money): OpenLine {
  return {
    code: row.code.startsWith('-') ? '' : row.code,
    story: row.story,
    orderId: row.order_id,
    orderNumber: row.number,
    paidAt: row.paid_at === null ? null : new Date(row.paid_at),
    paidOn: row.paid_on,
    days: row.days,
    paid: of(row.paid),
    refunded: of(row.refunded),
    sent: of(row.sent),
    taken: of(row.taken),
    left: of(row.left_minor),
  }
}

/** Every transaction once, by its code; a payment or payout without one stands for itself. */
const matchesOf = (merchantId: string, currency: string) => sql`
  select *, paid - refunded - sent + taken as left_minor, case
      when paid = 0 and refunded = 0 then 'unknown'
      when paid - refunded - sent + taken = 0 then 'matched'
      when taken > refunded then 'taken-back'
      when sent = 0 then 'waiting'
      when sent = paid then 'refund-waiting'
      else 'differs' end as story
  from (
    select code, max(order_id::text) as order_id, max(number)::int as number,
      min(paid_at) as paid_at, min(paid_on)::text as paid_on,
      greatest(0, extract(day from now() - min(paid_at)))::int as days,
      sum(paid)::float8 as paid, sum(refunded)::float8 as refunded, sum(sent)::float8 as sent,
      sum(taken)::float8 as taken
    from (
      select coalesce(nullif(payment.transaction_code, ''), '-' || payment.id) as code,
        payment.order_id, orders.number, payment.paid_at, null::date as paid_on,
        payment.amount_minor as paid, coalesce((select sum(refund.amount_minor)
          from cart.refunds refund where refund.payment_id = payment.id
            and refund.method = 'provider' and refund.state = 'done'), 0) as refunded,
        0 as sent, 0 as taken
      from cart.payments payment join cart.orders on orders.id = payment.order_id
      where payment.merchant_id = ${merchantId} and payment.currency = ${currency}
        and payment.method = 'provider' and payment.state = 'paid'
      union all
      select coalesce(nullif(payout.transaction_code, ''), '-' || payout.id), null, null, null,
        payout.paid_on, 0, 0,
        case when payout.type = 'PAYOUT' then payout.amount_minor + payout.fee_minor else 0 end,
        case when payout.type = 'PAYOUT' then 0 else -(payout.amount_minor + payout.fee_minor) end
      from cart.payouts payout
      where payout.merchant_id = ${merchantId} and payout.currency = ${currency}
    ) as moves group by code
  ) as transactions`
