import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'

/** Money that left a buyer's card or came back to it, as the provider tells it. */
export interface Movement {
  transactionId: string
  amountMinor: number
}

export interface MoneyMoved {
  charges: Movement[]
  refunds: Movement[]
}

/**
 * What is promised and is not so, a sentence for each thing; none when all is well. To be asked when
 * everything has settled: nobody buys, nothing waits.
 */
export async function brokenPromises(db: Db, moved: MoneyMoved): Promise<string[]> {
  const broken = [
    ...(await nothingWaits(db)),
    ...(await everyCentHasItsPlace(db, moved)),
    ...(await goodsAddUp(db)),
    ...(await booksAddUp(db, moved)),
    ...(await papersAddUp(db)),
  ]
  return broken.toSorted()
}

const sold = sql`('paid', 'fulfilled', 'partly_refunded')`

function complaints(db: Db, what: string, rows: SQL): Promise<string[]> {
  return db
    .execute(rows)
    .then((found) => found.rows.map((row) => `${what}: ${JSON.stringify(row)}`))
}

async function nothingWaits(db: Db): Promise<string[]> {
  return [
    ...(await complaints(
      db,
      'an order waits',
      sql`select id, state from cart.orders where state in ('draft', 'awaiting_payment', 'paid_late')`,
    )),
    ...(await complaints(
      db,
      'a hold is active',
      sql`select holder_id, quantity from holds.holds where state = 'active'`,
    )),
    ...(await complaints(
      db,
      'a refund is not done',
      sql`select id, state, problem from cart.refunds where state <> 'done'`,
    )),
    ...(await complaints(
      db,
      'a log ends elsewhere than its order',
      sql`select orders.id, orders.state, last.to_state from cart.orders
        join lateral (select to_state from cart.order_transitions
          where order_id = orders.id order by id desc limit 1) last on true
        where last.to_state <> orders.state`,
    )),
  ]
}

/**
 * Held against the provider itself: what it took is a payment of ours, what it gave back is what we
 * decided, and what stayed with it is what its order costs, exactly.
 */
async function everyCentHasItsPlace(db: Db, { charges, refunds }: MoneyMoved): Promise<string[]> {
  const taken = sql`jsonb_to_recordset(${JSON.stringify(charges)}::jsonb)
    as charge("transactionId" text, "amountMinor" int)`
  const given = sql`(select "transactionId", sum("amountMinor")::int as minor
    from jsonb_to_recordset(${JSON.stringify(refunds)}::jsonb)
      as refund("transactionId" text, "amountMinor" int) group by 1)`
  return [
    ...(await complaints(
      db,
      'a charge is no payment of ours',
      sql`select charge.* from ${taken} left join cart.payments payment
          on payment.transaction_id = charge."transactionId" and payment.state = 'paid'
            and payment.amount_minor = charge."amountMinor"
        where payment.id is null`,
    )),
    ...(await complaints(
      db,
      'a payment was never charged',
      sql`select payment.id from cart.payments payment where payment.state = 'paid'
        and payment.transaction_id not in (select charge."transactionId" from ${taken})`,
    )),
    ...(await complaints(
      db,
      'not so much went back',
      sql`select payment.id, payment.refunded_minor as decided, coalesce(given.minor, 0) as went
        from cart.payments payment left join ${given} given
          on given."transactionId" = payment.transaction_id
        where payment.state = 'paid' and payment.refunded_minor <> coalesce(given.minor, 0)`,
    )),
    ...(await complaints(
      db,
      'an order keeps another sum than it costs',
      sql`select * from (
        select orders.id, orders.state, case when orders.state in ${sold}
            then orders.total_minor - orders.credit_minor - (select coalesce(sum(amount_minor), 0)
              from cart.refunds where order_id = orders.id and payment_id is not null
                and reason not in ('late', 'double'))
            else 0 end as costs,
          (select coalesce(sum(amount_minor - refunded_minor), 0) from cart.payments
            where order_id = orders.id and state = 'paid') as keeps
        from cart.orders) sums where costs <> keeps`,
    )),
  ]
}

async function goodsAddUp(db: Db): Promise<string[]> {
  const kept = sql`(select line.supply_id, sum(line.quantity - line.returned_quantity)::int as n
    from cart.order_lines line join cart.orders on orders.id = line.order_id
    where orders.state in ${sold} group by 1)`
  return [
    ...(await complaints(
      db,
      'a supply is not what its holds say',
      sql`select supplies.id, held, taken, sums.* from holds.supplies
        cross join lateral (select coalesce(sum(quantity) filter (where state = 'active'), 0) as ours,
            coalesce(sum(quantity) filter (where state = 'taken'), 0) as gone
          from holds.holds where supply_id = supplies.id) sums
        where held <> ours or taken <> gone`,
    )),
    ...(await complaints(
      db,
      'a supply is not what was sold of it',
      sql`select supplies.id, taken, kept.n from holds.supplies
        left join ${kept} kept on kept.supply_id = supplies.id where taken <> coalesce(kept.n, 0)`,
    )),
    ...(await complaints(
      db,
      'the stock ledger does not add up',
      sql`select supplies.id, capacity - taken as on_hand, sums.* from holds.supplies
        cross join lateral (select coalesce(sum(delta), 0)::int as moved
          from holds.movements where supply_id = supplies.id) sums
        where capacity is not null and capacity - taken <> moved`,
    )),
    ...(await complaints(
      db,
      'an order has other tickets than were sold',
      sql`select line.id, orders.state, count(ticket.id)::int as valid from cart.order_lines line
        join cart.orders on orders.id = line.order_id
        left join events.tickets ticket on ticket.order_line_id = line.id and ticket.state = 'valid'
        where line.kind = 'ticket' group by line.id, orders.state
        having count(ticket.id) <> case when orders.state in ${sold}
          then line.quantity - line.returned_quantity else 0 end`,
    )),
    ...(await complaints(
      db,
      'an order has other bookings than were sold',
      sql`select line.id, orders.state, count(booking.id)::int as kept from cart.order_lines line
        join cart.orders on orders.id = line.order_id
        left join events.bookings booking on booking.order_line_id = line.id
          and booking.cancelled_at is null
        where line.kind = 'booking' group by line.id, orders.state
        having count(booking.id) <> case when orders.state in ${sold}
          then line.quantity - line.returned_quantity else 0 end`,
    )),
    ...(await complaints(
      db,
      'a place of a slot is not sold to exactly one',
      sql`select slots.id, supplies.capacity, supplies.taken, count(booking.id)::int as booked
        from events.slots join holds.supplies on supplies.id = slots.supply_id
        left join events.bookings booking on booking.slot_id = slots.id
          and booking.cancelled_at is null
        group by slots.id, supplies.id
        having count(booking.id) <> supplies.taken or supplies.taken > supplies.capacity`,
    )),
  ]
}

async function booksAddUp(db: Db, { charges, refunds }: MoneyMoved): Promise<string[]> {
  const sum = (moves: Movement[]) => moves.reduce((all, { amountMinor }) => all + amountMinor, 0)
  const posted = sql`ledger.postings posting
    join ledger.entries entry on entry.id = posting.entry_id
    join ledger.accounts account on account.id = posting.account_id`
  return [
    ...(await complaints(
      db,
      'an entry is out of balance',
      sql`select entry_id, sum(amount_minor) from ledger.postings group by 1
        having sum(amount_minor) <> 0`,
    )),
    ...(await complaints(
      db,
      'a buyer is owed or owes for an order',
      sql`select entry.order_id, account.kind, sum(amount_minor) from ${posted}
        where account.kind in ('guests', 'deposits') group by 1, 2 having sum(amount_minor) <> 0`,
    )),
    ...(await complaints(
      db,
      'the account of the provider is not what lies there',
      sql`select coalesce(sum(amount_minor), 0)::int as ours, ${sum(charges) - sum(refunds)}::int as theirs
        from ${posted} where account.kind = 'provider'
        having coalesce(sum(amount_minor), 0) <> ${sum(charges) - sum(refunds)}`,
    )),
  ]
}

async function papersAddUp(db: Db): Promise<string[]> {
  return [
    ...(await complaints(
      db,
      'invoice numbers have a gap',
      sql`select merchant_id, year, count(*), max(number) from cart.invoices group by 1, 2
        having count(*) <> max(number) or min(number) <> 1`,
    )),
    ...(await complaints(
      db,
      'a sale has not one invoice',
      sql`select orders.id, orders.state, count(invoice.id)::int from cart.orders
        left join cart.invoices invoice on invoice.order_id = orders.id and invoice.kind = 'invoice'
        group by orders.id, orders.state, orders.total_minor having count(invoice.id) <> case
          when orders.total_minor > 0 and exists (select 1 from cart.order_transitions moved
            where moved.order_id = orders.id and moved.to_state = 'paid') then 1 else 0 end`,
    )),
    ...(await complaints(
      db,
      'a voucher is not used as often as it says',
      sql`select voucher.id, used, count(one_use.id) from cart.vouchers voucher
        left join cart.voucher_uses one_use on one_use.voucher_id = voucher.id
          and one_use.released_at is null group by voucher.id having used <> count(one_use.id)`,
    )),
    ...(await complaints(
      db,
      'an order that came to nothing keeps its voucher',
      sql`select orders.id, orders.state from cart.voucher_uses one_use
        join cart.orders on orders.id = one_use.order_id
        where one_use.released_at is null and orders.state not in ${sold}`,
    )),
    ...(await complaints(
      db,
      'an order lost its voucher',
      sql`select orders.id, orders.discount_minor from cart.orders where state in ${sold}
        and discount_minor <> (select coalesce(sum(discount_minor), 0) from cart.voucher_uses
          where order_id = orders.id and released_at is null)`,
    )),
  ]
}
