import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import {
  type entryKinds,
  ledgerAccounts,
  ledgerEntries,
} from '@rose-ash/shared/db/models/cart-ledger'
import { money } from '@rose-ash/shared/money'
import { v7 } from 'uuid'
import { accountKey, type AccountName, isGuarded } from './accounts.ts'
import { AccountLimit } from './errors.ts'

export interface Posting {
  account: AccountName
  /** Debits are positive. */
  amountMinor: number
}

export interface EntryDraft {
  /** What makes it happen once. */
  key: string
  kind: (typeof entryKinds)[number]
  currency: string
  postings: Posting[]
  orderId?: string | undefined
  memo?: string
  /** Who did it, where a person did. */
  personId?: string | null | undefined
}

/**
 * Enters something that happened to money. False when that key was entered already, or when it moves
 * nothing. Postings on one account are added up; accounts are made when they are missing.
 *
 * @throws {AccountLimit} when a guarded account would owe more than it may.
 * @throws {TypeError} when debits and credits differ: a bug.
 */
export async function postEntry(tx: Db, draft: EntryDraft): Promise<boolean> {
  return (await postEntries(tx, [draft])).has(draft.key)
}

/**
 * Enters several, in this order, in one statement. Answers the keys of those that are new.
 *
 * @throws {AccountLimit} @throws {TypeError}
 */
export async function postEntries(tx: Db, drafts: EntryDraft[]): Promise<Set<string>> {
  const whole = drafts.map(addedUp).filter(({ postings }) => postings.length > 0)
  const [first] = whole
  if (!first) return new Set()
  if (whole.some(({ currency }) => currency !== first.currency))
    throw new TypeError('entries that belong together are of one currency')
  const { known, accounts } = await readBooks(tx, whole)
  const fresh = whole.filter(({ key }) => !known.has(key))
  if (fresh.length === 0) return new Set()
  await refuseOverspending(tx, fresh, accounts)
  return write(tx, fresh, accounts)
}

/** Whether this was entered already. */
export async function isEntered(tx: Db, key: string): Promise<boolean> {
  return (await tx.$count(ledgerEntries, eq(ledgerEntries.key, key))) > 0
}

/** One posting an account, none of zero, credits first: so a limit sees the most that is left. */
function addedUp(draft: EntryDraft): EntryDraft {
  const byAccount = Map.groupBy(draft.postings, ({ account }) => accountKey(account))
  const postings = [...byAccount.values()].flatMap((same) => {
    const amountMinor = same.reduce((sum, posting) => sum + posting.amountMinor, 0)
    return amountMinor === 0 ? [] : same.slice(0, 1).map((one) => ({ ...one, amountMinor }))
  })
  const sum = postings.reduce((total, posting) => total + posting.amountMinor, 0)
  if (sum !== 0) throw new TypeError(`entry ${draft.key} is out of balance by ${sum}`)
  return { ...draft, postings: postings.toSorted((a, b) => a.amountMinor - b.amountMinor) }
}

type Accounts = Map<string, string>

/**
 * The accounts are shared in the order of their ids, in which a payout locks them: the foreign keys of the
 * postings would share them in the order of the postings.
 */
async function readBooks(tx: Db, drafts: EntryDraft[]) {
  const currency = drafts[0]?.currency
  const all = drafts.flatMap(({ postings }) => postings.map(({ account }) => account))
  // Everybody makes accounts in the same order, so that none waits for the other for ever.
  const named = [...new Map(all.map((account) => [accountKey(account), account]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { kind, ownerId = null, detail = '' }]) => ({ id: v7(), kind, ownerId, detail }))
  const keys = sql.param(drafts.map(({ key }) => key))
  const read = () =>
    tx.execute<{ known: string[]; accounts: { id: string; name: string }[] }>(sql`
      select array(select key from ledger.entries where key = any(${keys}::text[])) as known,
        coalesce((select jsonb_agg(jsonb_build_object('id', account.id,
          'name', concat_ws(':', account.kind, coalesce(account.owner_id::text, ''), account.detail)))
        from (select account.* from jsonb_to_recordset(${JSON.stringify(named)}::jsonb)
            as named(kind text, "ownerId" uuid, detail text)
          join ledger.accounts account on account.kind = named.kind
            and account.detail = named.detail and account.currency = ${currency}
            and account.owner_id is not distinct from named."ownerId"
          order by account.id for key share of account) account), '[]') as accounts`)
  let { rows } = await read()
  if (rows[0]?.accounts.length !== named.length) {
    await tx
      .insert(ledgerAccounts)
      .values(
        named.map((one) => ({
          ...one,
          currency: currency ?? '',
          limitMinor: isGuarded(one) ? 0 : null,
        })),
      )
      .onConflictDoNothing()
    rows = (await read()).rows
  }
  return {
    known: new Set(rows[0]?.known),
    accounts: new Map(rows[0]?.accounts.map(({ id, name }) => [name, id])),
  }
}

const idOf = (accounts: Accounts, account: AccountName): string => {
  const id = accounts.get(accountKey(account))
  if (id === undefined) throw new Error(`there is no account ${accountKey(account)}`)
  return id
}

/**
 * Says kindly what the constraint `accounts_within_limit` would say as a bug. The rows stay locked, so
 * that what is said to be left is what is left.
 */
async function refuseOverspending(tx: Db, drafts: EntryDraft[], accounts: Accounts) {
  const moves = drafts.flatMap(({ postings }) =>
    postings
      .filter(({ account }) => isGuarded(account))
      .map(({ account, amountMinor }) => ({ id: idOf(accounts, account), amountMinor })),
  )
  if (!moves.some(({ amountMinor }) => amountMinor > 0)) return
  const ids = sql.param([...new Set(moves.map(({ id }) => id))])
  const { id, limitMinor, balanceMinor, currency } = ledgerAccounts
  const rows = await tx
    .select({ id, limitMinor, balanceMinor, currency })
    .from(ledgerAccounts)
    .where(sql`${id} = any(${ids}::uuid[]) and ${limitMinor} is not null`)
    .orderBy(id)
    .for('no key update')
  for (const row of rows) {
    let left = (row.limitMinor ?? 0) - row.balanceMinor
    for (const move of moves.filter((one) => one.id === row.id)) {
      if (move.amountMinor > left) throw new AccountLimit(money(left, row.currency))
      left -= move.amountMinor
    }
  }
}

async function write(tx: Db, drafts: EntryDraft[], accounts: Accounts): Promise<Set<string>> {
  const entries = drafts.map((draft) => ({ ...draft, id: v7() }))
  const rows = entries.map(({ id, key, kind, orderId = null, memo = '', personId = null }) => ({
    id,
    key,
    kind,
    order_id: orderId,
    memo,
    person_id: personId,
  }))
  const postings = entries.flatMap(({ id, postings: own }) =>
    own.map(({ account, amountMinor }) => [id, idOf(accounts, account), amountMinor]),
  )
  const written = await tx.execute<{ entry_id: string }>(sql`
    with entered as (
      insert into ledger.entries (id, key, kind, order_id, memo, person_id)
      select id, key, kind, order_id, memo, person_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as draft(id uuid, key text, kind text,
        order_id uuid, memo text, person_id uuid)
      on conflict (key) do nothing returning id)
    insert into ledger.postings (entry_id, account_id, amount_minor)
    select entered.id, (posting.cells ->> 1)::uuid, (posting.cells ->> 2)::bigint
    from jsonb_array_elements(${JSON.stringify(postings)}::jsonb) with ordinality
      as posting(cells, place)
    join entered on entered.id = (posting.cells ->> 0)::uuid
    order by posting.place returning entry_id`)
  const ids = new Set(written.rows.map(({ entry_id }) => entry_id))
  return new Set(entries.flatMap(({ id, key }) => (ids.has(id) ? key : [])))
}
