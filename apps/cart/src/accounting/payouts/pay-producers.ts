import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payoutRuns } from '@rose-ash/shared/db/models/cart-ledger'
import { BadInput } from '@rose-ash/shared/errors'
import { v7 } from 'uuid'
import { postEntries } from '../../ledger/post-entry.ts'
import { cooperativeId } from '../../ledger/read-order.ts'
import { isIban, plainIban } from '../../merchants/iban.ts'
import { checkAdmin, type Runner } from '../../merchants/desk/runner.ts'
import type { House } from '../owners.ts'
import { OwedChanged } from './errors.ts'
import { owedByPage } from './queries.ts'

export interface PayoutWish {
  runner: Runner
  /** Comes with the form and becomes the run's id: sent twice, it pays once. */
  requestKey: string
  currency: string
  /** The account that pays. */
  name: string
  iban: string
  /** What the list showed to be owed. */
  wanted: { pageId: string; amountMinor: number }[]
}

/**
 * Pays producers what they are owed: a run, a payout and an entry for each, all or nothing. What is
 * owed is checked in the statement that writes the payouts, with the producers' accounts locked. The
 * same form sent again changes nothing.
 *
 * @throws {OwedChanged} when less is owed to one of them than was shown, or their bank account is gone.
 * @throws {BadInput} @throws {Forbidden}
 */
export async function payProducers(db: Db, { services }: House, wish: PayoutWish): Promise<void> {
  const { runner, requestKey, currency, name, wanted } = wish
  checkAdmin(runner)
  const iban = plainIban(wish.iban)
  if (!name) throw new BadInput('Write whose account pays.')
  if (!isIban(iban)) throw new BadInput('That is not an IBAN. Look at it again, digit by digit.')
  if (wanted.length === 0) throw new BadInput('Choose whom to pay.')
  const ids = wanted.map(({ pageId }) => pageId)
  const pages = await services.blog.pagesById(db, ids)
  const titled = wanted.map((one) => ({ ...one, title: pages.get(one.pageId)?.title ?? '' }))
  await db.transaction(async (tx) => {
    const run = { id: requestKey, currency, name, iban, personId: runner.personId }
    const made = await tx.insert(payoutRuns).values(run).onConflictDoNothing()
    if (made.rowCount === 0) return
    await lockProducers(tx, wish)
    const paid = await writePayouts(tx, { ...wish, wanted: titled })
    if (paid.length !== wanted.length) throw new OwedChanged()
    const ownerId = await cooperativeId(tx)
    await postEntries(
      tx,
      paid.map(({ id, pageId, amountMinor }) => ({
        key: `producer-payout:${id}`,
        kind: 'producer-payout',
        currency,
        personId: runner.personId,
        postings: [
          { account: { kind: 'producer', ownerId: pageId }, amountMinor },
          { account: { kind: 'bank', ownerId }, amountMinor: -amountMinor },
        ],
      })),
    )
    await closeStatements(tx, requestKey, currency)
  })
}

/** The payout itself is the last line of its statement: the next one begins after it. */
async function closeStatements(tx: Db, runId: string, currency: string): Promise<void> {
  await tx.execute(sql`
    update ledger.producer_payouts paid set last_posting = (
      select max(posting.id) from ledger.postings posting
      join ledger.accounts account on account.id = posting.account_id
      where account.kind = 'producer' and account.owner_id = paid.page_id
        and account.currency = ${currency})
    where paid.run_id = ${runId}`)
}

/** Nothing is entered on these accounts until the transaction ends. */
async function lockProducers(tx: Db, { wanted, currency }: PayoutWish): Promise<void> {
  const ids = sql.param(wanted.map(({ pageId }) => pageId))
  await tx.execute(sql`select id from ledger.accounts where kind = 'producer'
    and owner_id = any(${ids}::uuid[]) and currency = ${currency} order by id for update`)
}

interface Paid extends Record<string, unknown> {
  id: string
  pageId: string
  amountMinor: number
}

type Titled = PayoutWish & { wanted: { title: string }[] }

async function writePayouts(tx: Db, { wanted, currency, ...wish }: Titled): Promise<Paid[]> {
  const rows = wanted.map((one) => ({ ...one, id: v7() }))
  const ids = sql`${sql.param(wanted.map(({ pageId }) => pageId))}`
  const { rows: paid } = await tx.execute<Paid>(sql`
    with owed as (${owedByPage(ids, currency)})
    insert into ledger.producer_payouts
      (id, page_id, run_id, amount_minor, currency, name, iban, last_posting, person_id)
    select wanted.id, wanted."pageId", ${wish.requestKey}, wanted."amountMinor", ${currency},
      coalesce(nullif(seller.payout_name, ''), wanted.title), seller.payout_iban,
      0, ${wish.runner.personId}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as wanted(id uuid, "pageId" uuid, "amountMinor" int, title text)
    join owed on owed.page_id = wanted."pageId" and owed.minor >= wanted."amountMinor"
    join cart.sellers seller on seller.page_id = wanted."pageId" and seller.payout_iban <> ''
    where wanted."amountMinor" > 0
    returning id, page_id as "pageId", amount_minor as "amountMinor"`)
  return paid
}
