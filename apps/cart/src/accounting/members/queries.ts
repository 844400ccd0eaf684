import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { type Money, money } from '@rose-ash/shared/money'
import { standingOf } from '../../ledger/members.ts'
import { checkAdmin, type Runner } from '../../merchants/desk/runner.ts'
import type { House } from '../owners.ts'

const shown = 300

export interface MemberLine {
  personId: string
  accountId: string
  name: string
  /** What they owe; below zero it is their credit. */
  balance: Money
  limit: Money
}

interface Row extends Record<string, unknown> {
  id: string
  owner_id: string
  minor: number
  limit_minor: number
}

/** The members whose accounts are not at zero or may owe, most owing first. @throws {Forbidden} */
export async function memberAccounts(
  db: Db,
  { services }: House,
  runner: Runner,
  currency: string,
): Promise<MemberLine[]> {
  checkAdmin(runner)
  const { rows } = await db.execute<Row>(sql`
    select id, owner_id, balance_minor::float8 as minor, limit_minor::float8 as limit_minor
    from ledger.accounts where kind = 'member' and detail = '' and currency = ${currency}
      and limit_minor is not null and (balance_minor <> 0 or limit_minor <> 0)
    order by balance_minor desc, id limit ${shown}`)
  const names = await services.account.names(
    db,
    rows.map((row) => row.owner_id),
  )
  return rows.map((row) => ({
    personId: row.owner_id,
    accountId: row.id,
    name: names.get(row.owner_id) ?? 'Somebody who left',
    balance: money(row.minor, currency),
    limit: money(row.limit_minor, currency),
  }))
}

/** One member's account, at zero when there is none yet. @throws {Forbidden} @throws {NotFound} */
export async function memberAccount(
  db: Db,
  { services }: House,
  runner: Runner,
  { personId, currency }: { personId: string; currency: string },
): Promise<Omit<MemberLine, 'accountId'> & { due: Money }> {
  checkAdmin(runner)
  const person = await services.account.person(db, personId)
  const { balanceMinor, dueMinor, limitMinor } = await standingOf(db, personId, currency)
  return {
    personId,
    name: person.name ?? person.email,
    balance: money(balanceMinor, currency),
    limit: money(limitMinor, currency),
    due: money(dueMinor, currency),
  }
}
