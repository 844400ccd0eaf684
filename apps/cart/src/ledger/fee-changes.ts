import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { readSale } from '../orders/sale.ts'
import { difference, feeNow, netOfPage, type OrderStanding, type SaleFee } from './order-books.ts'
import type { EntryDraft } from './post-entry.ts'
import { type orderOf, soldStanding } from './read-order.ts'

type Order = Awaited<ReturnType<typeof orderOf>>

export interface FeeChange {
  order: Order
  before: OrderStanding
  after: OrderStanding
  /** What the keys of the entries begin with. */
  by: string
}

/** What the fees of an order change by when it stands differently, one entry a page. */
export async function feeChanges(
  tx: Db,
  { order, before, after, by }: FeeChange,
): Promise<EntryDraft[]> {
  const fees = await feesOfSale(tx, order)
  return fees.map((fee) => ({
    key: `${by}:${fee.pageId}`,
    kind: 'fee-return',
    orderId: order.id,
    currency: order.currency,
    postings: difference(feeNow(fee, before), feeNow(fee, after)),
  }))
}

/** The fees as they were entered with the sale, whatever the terms are by now. */
async function feesOfSale(tx: Db, order: Order): Promise<SaleFee[]> {
  const { rows } = await tx.execute<{ page: string; fee: number; tax: Tax | null }>(sql`
    select max(account.owner_id::text) filter (where account.kind = 'producer') as page,
      coalesce(-sum(posting.amount_minor) filter (where account.kind = 'fees'), 0)::float8 as fee,
      jsonb_agg(jsonb_build_object('minor', -posting.amount_minor, 'owner', account.owner_id,
        'detail', account.detail)) filter (where account.kind = 'tax') -> 0 as tax
    from ledger.entries entry join ledger.postings posting on posting.entry_id = entry.id
    join ledger.accounts account on account.id = posting.account_id
    where entry.order_id = ${order.id} and entry.kind = 'fee'
    group by entry.id order by 1`)
  if (rows.length === 0) return []
  const sold = soldStanding(await readSale(tx, order))
  return rows.map(({ page, fee, tax }) => ({
    pageId: page,
    netMinor: netOfPage(sold, page),
    feeMinor: fee,
    feeTaxMinor: tax?.minor ?? 0,
    taxAccount: { kind: 'tax', ownerId: tax?.owner ?? null, detail: tax?.detail ?? '' },
  }))
}

interface Tax {
  minor: number
  owner: string
  detail: string
}
