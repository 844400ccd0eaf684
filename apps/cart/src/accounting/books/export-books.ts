import { sql } from 'drizzle-orm'
import { csvLine } from '@rose-ash/shared/csv'
import type { Db } from '@rose-ash/shared/db'
import { checkAdmin, type Runner } from '../../merchants/desk/runner.ts'
import { type House, ownerNames } from '../owners.ts'
import { decimal } from '../payouts/bank-file.ts'

const atOnce = 1_000

/** Both days included, as dates (`2026-11-28`) in this zone. */
export interface Days {
  from: string
  to: string
  timeZone: string
}

interface Row extends Record<string, unknown> {
  posting: number
  place: string
  entry: string
  key: string
  at: string
  kind: string
  account: string
  detail: string
  owner: string
  currency: string
  minor: number
  number: string
  memo: string
}

const columns = [
  'Entry',
  'When (UTC)',
  'What',
  'Order',
  'Account',
  'Detail',
  'Owner',
  'Debit',
  'Credit',
  'Currency',
  'Note',
  'Key',
]

/**
 * Every posting of entries made on these days as lines of CSV in UTF-8, the names of the columns first.
 * Read in steps of 1,000, so memory stays flat however many there are.
 *
 * @throws {Forbidden}
 */
export async function* exportBooks(
  db: Db,
  house: House,
  runner: Runner,
  days: Days,
): AsyncGenerator<string> {
  checkAdmin(runner)
  yield `\uFEFF${csvLine(columns)}`
  let after: Pick<Row, 'place' | 'entry' | 'posting'> | undefined
  for (;;) {
    const rows = await nextRows(db, days, after)
    const names = await namesOf(db, house, rows)
    for (const row of rows) yield csvLine(cellsOf(row, names))
    after = rows.at(-1)
    if (rows.length < atOnce) return
  }
}

export const within = ({ from, to, timeZone }: Days) => sql`
  entry.at >= (${from}::date)::timestamp at time zone ${timeZone}
  and entry.at < (${to}::date + 1)::timestamp at time zone ${timeZone}`

async function nextRows(
  db: Db,
  days: Days,
  after: Pick<Row, 'place' | 'entry' | 'posting'> | undefined,
): Promise<Row[]> {
  const further = after
    ? sql`and entry.at >= ${after.place}::timestamptz and (entry.at, entry.id, posting.id) >
        (${after.place}::timestamptz, ${after.entry}::uuid, ${after.posting}::bigint)`
    : sql``
  const { rows } = await db.execute<Row>(sql`
    select posting.id::float8 as posting, entry.at::text as place, entry.id as entry, entry.key,
      to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, entry.kind,
      account.kind as account, account.detail, account.currency, entry.memo,
      coalesce(account.owner_id::text, '') as owner,
      posting.amount_minor::float8 as minor, coalesce(orders.number::text, '') as number
    from ledger.entries entry join ledger.postings posting on posting.entry_id = entry.id
    join ledger.accounts account on account.id = posting.account_id
    left join cart.orders on orders.id = entry.order_id
    where ${within(days)} ${further}
    order by entry.at, entry.id, posting.id limit ${atOnce}`)
  return rows
}

/** Whose accounts these are. Members stay ids: who audits the books need not know them. */
function namesOf(db: Db, house: House, rows: Row[]): Promise<Map<string, string>> {
  const owned = rows
    .filter(({ account }) => account !== 'member' && account !== 'deposits')
    .map(({ account: kind, owner }) => ({ kind, ownerId: owner || null }))
  return ownerNames(db, house, owned)
}

function cellsOf({ minor, currency, ...row }: Row, names: Map<string, string>): string[] {
  const amount = decimal({ amount: Math.abs(minor), currency })
  const sides = minor > 0 ? [amount, ''] : ['', amount]
  const { entry, at, kind, number, account, detail, memo, key } = row
  const owner = names.get(row.owner) ?? row.owner
  return [entry, at, kind, number, account, detail, owner, ...sides, currency, memo, key]
}
