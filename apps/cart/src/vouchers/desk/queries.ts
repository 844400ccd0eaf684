import { desc, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { vouchers, voucherUses } from '@rose-ash/shared/db/models/cart-terms'
import { money, type Money } from '@rose-ash/shared/money'
import type { Services } from '@rose-ash/shared/services/registry'
import type { Steward } from './steward.ts'

export interface VoucherRow {
  id: string
  code: string
  title: string
  kind: (typeof vouchers.$inferSelect)['kind']
  basisPoints: number | null
  amount: Money | null
  page: string | null
  used: number
  maxUses: number | null
  startsAt: Date | null
  endsAt: Date | null
  active: boolean
  /** What it took off orders that were not given up. */
  given: Money
}

export interface VoucherSearch {
  q: string
  /** The id of the last one that was seen. */
  before?: string | undefined
  limit: number
}

/** The vouchers that somebody may change, the newest first. */
export async function vouchersFor(
  db: Db,
  services: Services,
  { steward, search, currency }: { steward: Steward; search: VoucherSearch; currency: string },
): Promise<VoucherRow[]> {
  const { isAdmin, pages } = steward
  const own = sql.param(pages.map(({ id }) => id))
  const rows = await db
    .select({
      voucher: vouchers,
      page: services.blog.page(vouchers.pageId),
      given: sql<number>`(select coalesce(sum(one_use.discount_minor), 0)::int
        from ${voucherUses} one_use
        where one_use.voucher_id = vouchers.id and one_use.released_at is null)`,
    })
    .from(vouchers)
    .where(
      sql`(${isAdmin} or ${vouchers.pageId} = any(${own}::uuid[]))
        and (${search.q} = '' or strpos(lower(${vouchers.code}::text || ' ' || ${vouchers.title}),
          lower(${search.q})) > 0)
        and (${search.before ?? null}::uuid is null or ${vouchers.id} < ${search.before ?? null}::uuid)`,
    )
    .orderBy(desc(vouchers.id))
    .limit(search.limit)
  return rows.map(({ voucher, page, given }) => ({
    ...voucher,
    amount: voucher.amountMinor ? money(voucher.amountMinor, voucher.currency ?? currency) : null,
    page: page?.title ?? null,
    given: money(given, voucher.currency ?? currency),
  }))
}

/** The newest orders that have a voucher. */
export async function usesOf(db: Db, voucherId: string, limit: number) {
  const rows = await db
    .select({
      number: orders.number,
      name: orders.name,
      state: orders.state,
      currency: orders.currency,
      discountMinor: voucherUses.discountMinor,
      releasedAt: voucherUses.releasedAt,
      at: voucherUses.createdAt,
    })
    .from(voucherUses)
    .innerJoin(orders, eq(orders.id, voucherUses.orderId))
    .where(eq(voucherUses.voucherId, voucherId))
    .orderBy(desc(voucherUses.id))
    .limit(limit)
  return rows.map(({ currency, discountMinor, ...row }) => ({
    ...row,
    discount: money(discountMinor, currency),
  }))
}

export interface Choice {
  /** `product:<id>`, `ticket:<id>`, or `booking:<id of the resource>`. */
  value: string
  label: string
}

/** What a voucher can be for: sizes, tickets and what is booked on these pages, 500 of each at most. */
export async function itemsOf(db: Db, services: Services, { pages }: Steward): Promise<Choice[]> {
  const pageIds = pages.map(({ id }) => id)
  const sizes = await services.market.sizesOf(db, pageIds)
  const tickets = await services.events.ticketTypesOf(db, pageIds)
  const booked = await services.events.resourcesOf(db, pageIds)
  return [
    ...sizes.map(({ id, title }) => ({ value: `product:${id}`, label: title })),
    ...tickets.map(({ id, title }) => ({ value: `ticket:${id}`, label: title })),
    ...booked.map(({ id, title }) => ({ value: `booking:${id}`, label: `${title}, any time` })),
  ]
}
