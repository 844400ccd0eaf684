import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'

/** What is measured with: the cooperative's merchant, and events whose tickets never run out. */
export interface BenchShop {
  merchantId: string
  /** Ticket types, each with a supply of its own. */
  items: string[]
  priceMinor: number
}

const PRICE = 1_800

/** Tickets have no hand-over, so that a checkout's total is their price. */
export async function fillShop(db: Db, items: number): Promise<BenchShop> {
  const slug = `bench-${randomUUID().slice(0, 8)}`
  const { rows } = await db.execute<{ id: string }>(sql`
    with page as (select id from blog.posts where type = 'page' and status = 'published' limit 1),
    calendar as (
      insert into events.calendars (id, slug, title, time_zone)
      values (gen_random_uuid(), ${slug}, 'Bench', 'Europe/London') returning id),
    shown as (
      insert into blog.container_relations (page_id, kind, thing_id)
      select page.id, 'calendar', calendar.id from page, calendar),
    entry as (
      insert into events.entries (id, calendar_id, slug, title, starts_at, ends_at, place)
      select gen_random_uuid(), id, ${slug}, 'Supper', now() + interval '90 days',
        now() + interval '91 days', 'The Old Tannery' from calendar returning id),
    stocked as (
      insert into holds.supplies (id, capacity)
      select gen_random_uuid(), 10000000 from generate_series(1, ${items}::int) returning id)
    insert into events.ticket_types (id, entry_id, supply_id, title, price_minor, currency)
    select gen_random_uuid(), entry.id, stocked.id, 'Seat', ${PRICE}, 'GBP' from entry, stocked
    returning id`)
  const merchant = await db.execute<{ id: string }>(
    sql`select id from cart.merchants where page_id is null`,
  )
  const merchantId = merchant.rows[0]?.id ?? ''
  return { merchantId, items: rows.map(({ id }) => id), priceMinor: PRICE }
}

/**
 * Fills the books up to so many orders, paid long ago, with lines, payments, holds, log, ledger and
 * invoices; triggers asleep. What is bought in a measurement is on top.
 */
export async function fillOrders(db: Db, size: number): Promise<void> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::int from cart.orders where note = 'bench'`,
  )
  const from = rows[0]?.count ?? 0
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql`set local statement_timeout = 0`)
    await tx.execute(sql`
      create temporary table made on commit drop as
      select n, gen_random_uuid() as order_id, gen_random_uuid() as line_id, type.id as item_id,
        gen_random_uuid() as entry_id, type.supply_id, merchant.id as merchant_id, page.id as page_id,
        now() - n * interval '1 minute' as at
      from generate_series(${from + 1}::int, ${size}::int) n,
        (select id, supply_id from events.ticket_types where price_minor = ${PRICE} limit 1) type,
        (select id from cart.merchants where page_id is null) merchant,
        (select id from blog.posts where type = 'page' and status = 'published' limit 1) page`)
    for (const statement of bulk) await tx.execute(statement)
  })
  await db.execute(sql`vacuum analyze cart.orders, cart.order_lines, cart.order_transitions,
    cart.payments, cart.invoices, holds.holds, ledger.entries, ledger.postings`)
}

const bulk = [
  sql`insert into cart.orders (id, request_key, access_key, merchant_id, visitor_id, email, name, note,
      state, currency, items_minor, total_minor, created_at, placed_at, paid_at)
    select order_id, gen_random_uuid(), md5(random()::text), merchant_id, gen_random_uuid(),
      'buyer-' || n || '@rose-ash.example', 'Tom', 'bench', 'paid', 'GBP', 1800, 1800, at, at, at
    from made`,
  sql`insert into cart.order_lines (id, order_id, kind, item_id, supply_id, page_id, title, unit_minor,
      quantity)
    select line_id, order_id, 'ticket', item_id, supply_id, page_id, 'Seat', 1800, 1 from made`,
  sql`insert into cart.order_transitions (id, order_id, from_state, to_state, reason, at)
    select gen_random_uuid(), order_id, null, state, 'bench', at
    from made, unnest(array['draft', 'awaiting_payment', 'paid']) state`,
  sql`insert into cart.payments (id, order_id, attempt, merchant_id, reference, webhook_key,
      merchant_code, amount_minor, currency, state, valid_until, paid_at)
    select gen_random_uuid(), order_id, 1, merchant_id, order_id || '-1', 'bench-' || order_id, 'M', 1800,
      'GBP', 'paid', at, at from made`,
  sql`insert into cart.invoices (id, merchant_id, year, number, kind, order_id, content, issued_at)
    select gen_random_uuid(), merchant_id, 2000, n, 'invoice', order_id, '{}', at from made`,
  sql`insert into holds.holds (id, supply_id, holder_id, quantity, state, expires_at, created_at)
    select gen_random_uuid(), supply_id, order_id, 1, 'taken', at, at from made`,
  sql`insert into ledger.entries (id, key, kind, order_id, at)
    select entry_id, 'bench:' || order_id, 'sale', order_id, at from made`,
  sql`insert into ledger.postings (entry_id, account_id, amount_minor)
    select entry_id, account.id, sign from made, (values (1800), (-1800)) as two(sign),
      (select id from ledger.accounts where kind = 'guests' limit 1) account`,
]
