import { desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payoutRuns, producerPayouts } from '@rose-ash/shared/db/models/cart-ledger'
import { NotFound } from '@rose-ash/shared/errors'
import { type Money, money } from '@rose-ash/shared/money'
import { checkAdmin, type Runner } from '../../merchants/desk/runner.ts'
import type { House } from '../owners.ts'

/** What the cooperative owes a page; below zero the page owes it. */
export interface Owed {
  pageId: string
  title: string
  owed: Money
  /** Where its money goes; empty while nobody said. */
  name: string
  iban: string
  paidAt: Date | null
}

/**
 * What is owed to each page, as a statement: the page's own account, and those of its own merchant, as
 * what lies there reached it without us.
 */
export const owedByPage = (pageIds: SQL, currency: string): SQL => sql`
  select page.id as page_id, -coalesce(sum(posting.amount_minor), 0)::bigint as minor
  from unnest(${pageIds}::uuid[]) as page(id)
  left join cart.merchants merchant on merchant.page_id = page.id
  left join ledger.accounts account on account.currency = ${currency}
    and (account.kind = 'producer' and account.owner_id = page.id
      or account.owner_id = merchant.id)
  left join ledger.postings posting on posting.account_id = account.id
  group by page.id`

const everyProducer = sql`array(select distinct owner_id from ledger.accounts
  where kind = 'producer' and owner_id is not null)`

/** Every page that ever sold, by title. @throws {Forbidden} */
export async function producersOwed(
  db: Db,
  { services }: House,
  runner: Runner,
  currency: string,
): Promise<Owed[]> {
  checkAdmin(runner)
  const { rows } = await db.execute<OwedRow>(sql`
    with owed as (${owedByPage(everyProducer, currency)})
    select owed.page_id, owed.minor::float8 as minor, coalesce(seller.payout_name, '') as name,
      coalesce(seller.payout_iban, '') as iban, (select max(paid.created_at)
        from ledger.producer_payouts paid where paid.page_id = owed.page_id) as "paidAt"
    from owed left join cart.sellers seller on seller.page_id = owed.page_id`)
  const pages = await services.blog.pagesById(
    db,
    rows.map((row) => row.page_id),
  )
  const producers = rows.map(({ page_id: pageId, minor, paidAt, name, iban }) => {
    const title = pages.get(pageId)?.title ?? 'A page that is gone'
    const at = paidAt === null ? null : new Date(paidAt)
    return { pageId, title, name: name || title, iban, owed: money(minor, currency), paidAt: at }
  })
  return producers.toSorted((a, b) => a.title.localeCompare(b.title))
}

interface OwedRow extends Record<string, unknown> {
  page_id: string
  minor: number
  name: string
  iban: string
  paidAt: string | Date | null
}

/** The last bank files, newest first. @throws {Forbidden} */
export async function lastRuns(db: Db, runner: Runner) {
  checkAdmin(runner)
  const rows = await db
    .select({
      id: payoutRuns.id,
      name: payoutRuns.name,
      iban: payoutRuns.iban,
      currency: payoutRuns.currency,
      createdAt: payoutRuns.createdAt,
      count: sql<number>`count(*)`.mapWith(Number),
      minor: sql<number>`sum(${producerPayouts.amountMinor})`.mapWith(Number),
    })
    .from(payoutRuns)
    .innerJoin(producerPayouts, eq(producerPayouts.runId, payoutRuns.id))
    .groupBy(payoutRuns.id)
    .orderBy(desc(payoutRuns.createdAt))
    .limit(20)
  return rows.map((row) => ({ ...row, total: money(row.minor, row.currency) }))
}

export type PayoutRun = typeof payoutRuns.$inferSelect & {
  payouts: (typeof producerPayouts.$inferSelect)[]
  total: Money
}

/** A bank file with whom it pays. @throws {Forbidden} @throws {NotFound} */
export async function runOf(db: Db, runner: Runner, runId: string): Promise<PayoutRun> {
  checkAdmin(runner)
  const [run] = await db.select().from(payoutRuns).where(eq(payoutRuns.id, runId))
  if (!run) throw new NotFound('payout')
  const payouts = await db
    .select()
    .from(producerPayouts)
    .where(eq(producerPayouts.runId, runId))
    .orderBy(producerPayouts.name, producerPayouts.id)
  const minor = payouts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return { ...run, payouts, total: money(minor, run.currency) }
}
