import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ledgerAccounts } from '@rose-ash/shared/db/models/cart-ledger'
import { NotFound } from '@rose-ash/shared/errors'
import { type Money, money } from '@rose-ash/shared/money'
import { checkAdmin, type Runner } from '../../merchants/desk/runner.ts'
import { type House, ownerNames } from '../owners.ts'

const perPage = 50
const newest = Number.MAX_SAFE_INTEGER

export type Account = typeof ledgerAccounts.$inferSelect

export interface AccountLine {
  id: string
  kind: string
  detail: string
  owner: string
  /** Debits are positive. */
  balance: Money
  count: number
}

/** All accounts but those of members, by kind and owner. @throws {Forbidden} */
export async function accountsList(db: Db, house: House, runner: Runner): Promise<AccountLine[]> {
  checkAdmin(runner)
  const { rows } = await db.execute<Row>(sql`
    with sums as (select account_id, sum(amount_minor) as minor, count(*) as count
      from ledger.postings group by account_id)
    select account.id, account.kind, account.detail, account.currency, account.owner_id,
      coalesce(sums.minor, 0)::float8 as minor, coalesce(sums.count, 0)::int as count
    from ledger.accounts account left join sums on sums.account_id = account.id
    where account.kind not in ('member', 'deposits') order by account.kind, account.detail
    limit 2000`)
  const names = await ownerNames(
    db,
    house,
    rows.map(({ kind, owner_id: ownerId }) => ({ kind, ownerId })),
  )
  return rows.map(({ owner_id: ownerId, minor, currency, ...row }) => ({
    ...row,
    owner: names.get(ownerId ?? '') ?? '',
    balance: money(minor, currency),
  }))
}

interface Row extends Record<string, unknown> {
  id: string
  kind: string
  detail: string
  currency: string
  owner_id: string | null
  minor: number
  count: number
}

/**
 * An account with what to call its owner. A page's managers may see the account of their page.
 *
 * @throws {NotFound} @throws {Forbidden}
 */
export async function accountFor(
  db: Db,
  house: House,
  runner: Runner,
  accountId: string,
): Promise<Account & { owner: string }> {
  const [account] = await db.select().from(ledgerAccounts).where(eq(ledgerAccounts.id, accountId))
  if (!account) throw new NotFound('account')
  const { kind, ownerId } = account
  const isTheirs =
    kind === 'producer' &&
    ownerId !== null &&
    (await house.services.blog.managesPage(db, ownerId, runner.personId))
  if (!isTheirs) checkAdmin(runner)
  const names = await ownerNames(db, house, [account])
  return { ...account, owner: names.get(ownerId ?? '') ?? '' }
}

export interface PostingLine {
  id: number
  at: Date
  kind: string
  memo: string
  orderId: string | null
  orderNumber: number | null
  by: string
  amount: Money
  /** What was on the account after it. */
  balance: Money
}

interface PostingRow extends Record<string, unknown> {
  id: number
  at: string
  kind: string
  memo: string
  order_id: string | null
  number: number | null
  person_id: string | null
  minor: number
  balance: number
}

/** The postings of an account before one of them, newest first, each with what it left. */
export async function postingsOf(
  db: Db,
  { services }: House,
  { id, currency }: Pick<Account, 'id' | 'currency'>,
  before = newest,
): Promise<{ lines: PostingLine[]; next: number | undefined }> {
  const { rows } = await db.execute<PostingRow>(sql`
    with page as (select * from ledger.postings where account_id = ${id} and id < ${before}
      order by id desc limit ${perPage + 1}),
    base as (select coalesce(sum(amount_minor), 0) as minor from ledger.postings
      where account_id = ${id} and id <= (select max(id) from page))
    select page.id::float8 as id, entry.at, entry.kind, entry.memo, entry.order_id,
      entry.person_id, orders.number::int as number, page.amount_minor::float8 as minor,
      ((select minor from base) - coalesce(sum(page.amount_minor) over (order by page.id desc
        rows between unbounded preceding and 1 preceding), 0))::float8 as balance
    from page join ledger.entries entry on entry.id = page.entry_id
    left join cart.orders on orders.id = entry.order_id order by page.id desc`)
  const people = rows.flatMap(({ person_id: personId }) => personId ?? [])
  const names = await services.account.names(db, [...new Set(people)])
  const lines = rows.slice(0, perPage).map((row) => ({
    id: row.id,
    at: new Date(row.at),
    kind: row.kind,
    memo: row.memo,
    orderId: row.order_id,
    orderNumber: row.number,
    by: names.get(row.person_id ?? '') ?? '',
    amount: money(row.minor, currency),
    balance: money(row.balance, currency),
  }))
  return { lines, next: rows.length > perPage ? lines.at(-1)?.id : undefined }
}
