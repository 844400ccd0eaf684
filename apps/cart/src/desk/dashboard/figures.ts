import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { money, type Money } from '@rose-ash/shared/money'

export interface Period {
  /** The pages it is about. */
  pages: string[]
  days: 30 | 90 | 365
  timeZone: string
  currency: string
}

export interface Turnover {
  /** `2026-11-23`: a day, or the Monday of a week. */
  day: string
  amount: Money
}

export interface Figures {
  turnover: Turnover[]
  total: Money
  orders: number
  /** `share` is a percentage of what sold best. */
  best: { title: string; detail: string; quantity: number; amount: Money; share: number }[]
  vouchers: { code: string; uses: number; given: Money }[]
  /** The oldest 20, and what all of them come to. */
  toPay: { id: string; number: number; name: string; amount: Money; share: number }[]
  toPayTotal: Money
  failed: { id: string; number: number; name: string; amount: Money; problem: string }[]
}

/** What pages sold and what waits for somebody: six statements, whatever they sell. */
export async function figuresOf(db: Db, period: Period): Promise<Figures> {
  const amount = (minor: number) => money(minor, period.currency)
  const open = await openOrders(db, period)
  const turnover = (await turnoverOf(db, period)).map(({ day, minor }) => ({
    day,
    amount: amount(minor),
  }))
  return {
    turnover,
    total: amount(turnover.reduce((sum, one) => sum + one.amount.amount, 0)),
    orders: await ordersIn(db, period),
    best: withShares(await bestSellers(db, period)).map(({ minor, ...one }) => ({
      ...one,
      amount: amount(minor),
    })),
    vouchers: (await vouchersUsed(db, period)).map(({ minor, ...one }) => ({
      ...one,
      given: amount(minor),
    })),
    toPay: withShares(open).map(({ minor, total: _total, ...one }) => ({
      ...one,
      amount: amount(minor),
    })),
    toPayTotal: amount(open[0]?.total ?? 0),
    failed: (await failedRefunds(db, period)).map(({ minor, ...one }) => ({
      ...one,
      amount: amount(minor),
    })),
  }
}

/** Each with how much it is of the largest, in percent, as the bars of a chart have it. */
function withShares<T extends { minor: number }>(rows: T[]): (T & { share: number })[] {
  const most = Math.max(1, ...rows.map(({ minor }) => minor))
  return rows.map((row) => ({ ...row, share: Math.max(0, Math.round((row.minor / most) * 100)) }))
}

/** What a line came to: as packed, less what went back. */
const worth = sql`line.unit_minor * line.quantity - line.discount_minor + line.adjusted_minor
  - line.refunded_minor`
const sold = sql`cart.orders o join cart.order_lines line on line.order_id = o.id`

/** Paid in the period, and still the buyer's, on these pages. */
function within({ pages, days, timeZone, currency }: Period) {
  return sql`o.paid_at >= ${firstDay(days, timeZone)} and o.currency = ${currency}
    and o.state in ('paid', 'fulfilled', 'partly_refunded')
    and line.page_id = any(${sql.param(pages)}::uuid[])`
}

const firstDay = (days: number, timeZone: string) =>
  sql`(((now() at time zone ${timeZone})::date - ${days - 1}::int)::timestamp at time zone ${timeZone})`

/** Each day of the period, or each week of a year, those without a sale as well. */
async function turnoverOf(db: Db, period: Period) {
  const { days, timeZone } = period
  const unit = sql.raw(days === 365 ? `'week'` : `'day'`)
  const { rows } = await db.execute<{ day: string; minor: number }>(sql`
    with sums as (
      select date_trunc(${unit}, o.paid_at at time zone ${timeZone})::date as day,
        sum(${worth})::float8 as minor
      from ${sold} where ${within(period)} group by 1)
    select all_days.day::date::text as day, coalesce(sums.minor, 0)::float8 as minor
    from generate_series(
      date_trunc(${unit}, (now() at time zone ${timeZone}) - ${days - 1}::int * interval '1 day'),
      date_trunc(${unit}, now() at time zone ${timeZone}), ('1 ' || ${unit})::interval
    ) as all_days(day)
    left join sums on sums.day = all_days.day::date order by 1`)
  return rows
}

async function ordersIn(db: Db, period: Period): Promise<number> {
  const { rows } = await db.execute<{ orders: number }>(sql`
    select count(distinct o.id)::int as orders from ${sold} where ${within(period)}`)
  return rows[0]?.orders ?? 0
}

async function bestSellers(db: Db, period: Period) {
  const { rows } = await db.execute<{
    title: string
    detail: string
    quantity: number
    minor: number
  }>(sql`
    select max(line.title) as title, max(line.detail) as detail, sum(line.quantity - line.returned_quantity)::int as quantity,
      sum(${worth})::float8 as minor
    from ${sold} where ${within(period)} and line.kind <> 'donation'
    group by line.item_id having sum(line.quantity - line.returned_quantity) > 0
    order by minor desc, title, detail limit 10`)
  return rows
}

/** Vouchers of these pages; what they took off orders that were paid. */
async function vouchersUsed(db: Db, { pages, days, timeZone, currency }: Period) {
  const { rows } = await db.execute<{ code: string; uses: number; minor: number }>(sql`
    select voucher.code::text as code, count(*)::int as uses,
      sum(one.discount_minor)::float8 as minor
    from cart.orders o join cart.voucher_uses one on one.order_id = o.id
    join cart.vouchers voucher on voucher.id = one.voucher_id
    where o.paid_at >= ${firstDay(days, timeZone)} and o.currency = ${currency}
      and one.released_at is null
      and (voucher.page_id is null or voucher.page_id = any(${sql.param(pages)}::uuid[]))
      and exists (select 1 from cart.order_lines line where line.order_id = o.id
        and line.page_id = any(${sql.param(pages)}::uuid[]))
    group by voucher.id order by minor desc limit 10`)
  return rows
}

/** Every line of the order is sold by these pages, so that its money is theirs to see to. */
const whole = (pages: string[]) => sql`not exists (select 1 from cart.order_lines line
  where line.order_id = o.id and line.page_id <> all(${sql.param(pages)}::uuid[]))`

/** To be paid at the pick-up, or made dearer by packing, the oldest first. */
async function openOrders(db: Db, { pages, currency }: Period) {
  const { rows } = await db.execute<Waiting & { total: number }>(sql`
    select *, (sum(minor) over ())::float8 as total from (select o.id, o.number::int as number, o.name,
      o.total_minor + o.adjusted_minor - o.credit_minor
      - coalesce((select sum(payment.amount_minor) from cart.payments payment
        where payment.order_id = o.id and payment.state = 'paid'), 0)::int
      + coalesce((select sum(refund.amount_minor) from cart.refunds refund
        where refund.order_id = o.id and refund.reason in ('packed', 'late', 'double')), 0)::int
      as minor
    from cart.orders o
    where o.currency = ${currency} and ((o.state = 'awaiting_payment' and o.terms = 'on_pickup')
      or (o.state in ('paid', 'fulfilled', 'partly_refunded') and o.adjusted_minor > 0))
      and exists (select 1 from cart.order_lines line where line.order_id = o.id)
      and ${whole(pages)}) as waiting
    where minor > 0 order by id limit 20`)
  return rows
}

async function failedRefunds(db: Db, { pages, currency }: Period) {
  const { rows } = await db.execute<Waiting & { problem: string }>(sql`
    select o.id, o.number::int as number, o.name, refund.amount_minor as minor,
      coalesce(refund.problem, '') as problem
    from cart.refunds refund join cart.orders o on o.id = refund.order_id
    where refund.state = 'failed' and refund.currency = ${currency} and ${whole(pages)}
    order by refund.id limit 20`)
  return rows
}

type Waiting = { id: string; number: number; name: string; minor: number }
