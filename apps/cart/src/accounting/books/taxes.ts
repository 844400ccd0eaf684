import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { type Money, money } from '@rose-ash/shared/money'
import { checkAdmin, type Runner } from '../../merchants/desk/runner.ts'
import { type House, ownerNames } from '../owners.ts'
import { type Days, within } from './export-books.ts'

export interface TaxLine {
  merchant: string
  rateBasisPoints: number
  /** On what was sold, what went back, and on the cooperative's fees. */
  sold: Money
  returned: Money
  fees: Money
  total: Money
}

interface Row extends Record<string, unknown> {
  owner_id: string
  detail: string
  currency: string
  sold: number
  returned: number
  fees: number
  total: number
}

/** What tax was taken on these days, by merchant and rate. @throws {Forbidden} */
export async function taxesOf(
  db: Db,
  house: House,
  runner: Runner,
  days: Days,
): Promise<TaxLine[]> {
  checkAdmin(runner)
  const { rows } = await db.execute<Row>(sql`
    select account.owner_id, account.detail, account.currency,
      coalesce(-sum(minor) filter (where moved.kind in ('sale', 'adjustment')), 0)::float8 as sold,
      coalesce(-sum(minor) filter (where moved.kind = 'return'), 0)::float8 as returned,
      coalesce(-sum(minor) filter (where moved.kind in ('fee', 'fee-return')), 0)::float8 as fees,
      -sum(minor)::float8 as total
    from (select entry.kind, posting.account_id, posting.amount_minor as minor
      from ledger.entries entry join ledger.postings posting on posting.entry_id = entry.id
      where ${within(days)}) as moved
    join ledger.accounts account on account.id = moved.account_id
    where account.kind = 'tax' group by 1, 2, 3 order by 1, 2, 3`)
  const owners = rows.map(({ owner_id: ownerId }) => ({ kind: 'tax', ownerId }))
  const names = await ownerNames(db, house, owners)
  return rows.map(({ owner_id: ownerId, detail, currency, ...sums }) => ({
    merchant: names.get(ownerId) ?? '',
    rateBasisPoints: Number(detail),
    sold: money(sums.sold, currency),
    returned: money(sums.returned, currency),
    fees: money(sums.fees, currency),
    total: money(sums.total, currency),
  }))
}
