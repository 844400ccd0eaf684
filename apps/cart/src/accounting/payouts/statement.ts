import { desc, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { producerPayouts } from '@rose-ash/shared/db/models/cart-ledger'
import { type Money, money } from '@rose-ash/shared/money'
import { owedByPage } from './queries.ts'

const shown = 500

export interface StatementLine {
  at: Date
  kind: string
  orderNumber: number | null
  memo: string
  amount: Money
}

export interface Statement {
  /** When the last payout was; null when there was none. */
  since: Date | null
  brought: Money
  sales: Money
  returned: Money
  /** The cooperative's fee without and with its tax. */
  fees: Money
  feeTax: Money
  other: Money
  owed: Money
  /** The newest first, 500 at most. */
  lines: StatementLine[]
  count: number
}

interface Row extends Record<string, unknown> {
  at: string
  kind: string
  number: number | null
  memo: string
  minor: number
  tax: number
  count: number
}

/** What a page earned and what went off since it was paid last. Credits of the page are positive. */
export async function statementOf(db: Db, pageId: string, currency: string): Promise<Statement> {
  const [last] = await db
    .select()
    .from(producerPayouts)
    .where(eq(producerPayouts.pageId, pageId))
    .orderBy(desc(producerPayouts.id))
    .limit(1)
  const since = last?.lastPosting ?? 0
  const of = (minor: number): Money => money(minor, currency)
  const sums = await sumsOf(db, { pageId, currency, since })
  const sum = (...kinds: string[]) =>
    kinds.reduce((total, kind) => total + (sums.get(kind)?.minor ?? 0), 0)
  const feeTax = (sums.get('fee')?.tax ?? 0) + (sums.get('fee-return')?.tax ?? 0)
  const own = [...sums.values()].reduce((total, { minor }) => total + minor, 0)
  const known = sum('sale', 'adjustment', 'return', 'fee', 'fee-return')
  const owed = await db.execute<{ minor: number }>(sql`
    select minor::float8 as minor from (${owedByPage(sql`array[${pageId}]`, currency)}) as owed`)
  const owedMinor = owed.rows[0]?.minor ?? 0
  return {
    since: last?.createdAt ?? null,
    brought: of(owedMinor - own),
    sales: of(sum('sale', 'adjustment')),
    returned: of(sum('return')),
    fees: of(sum('fee', 'fee-return') - feeTax),
    feeTax: of(feeTax),
    other: of(own - known),
    owed: of(owedMinor),
    lines: await linesOf(db, { pageId, currency, since }),
    count: [...sums.values()].reduce((total, { count }) => total + count, 0),
  }
}

interface Since {
  pageId: string
  currency: string
  since: number
}

const postingsSince = ({ pageId, currency, since }: Since) => sql`
  from ledger.accounts account join ledger.postings posting on posting.account_id = account.id
    and posting.id > ${since}
  join ledger.entries entry on entry.id = posting.entry_id
  where account.kind = 'producer' and account.owner_id = ${pageId}
    and account.currency = ${currency}`

async function sumsOf(db: Db, span: Since): Promise<Map<string, Row>> {
  const { rows } = await db.execute<Row>(sql`
    select kind, count(*)::int as count, -sum(minor)::float8 as minor, sum(tax)::float8 as tax from (
      select entry.kind, posting.amount_minor as minor, case when entry.kind in ('fee', 'fee-return')
        then coalesce((select sum(of_tax.amount_minor) from ledger.postings of_tax
          join ledger.accounts taxes on taxes.id = of_tax.account_id and taxes.kind = 'tax'
          where of_tax.entry_id = entry.id), 0) else 0 end as tax
      ${postingsSince(span)}) as line group by kind`)
  return new Map(rows.map((row) => [row.kind, row]))
}

async function linesOf(db: Db, span: Since): Promise<StatementLine[]> {
  const { rows } = await db.execute<Row>(sql`
    select entry.at, entry.kind, entry.memo, -posting.amount_minor::float8 as minor,
      (select number::int from cart.orders where orders.id = entry.order_id) as number
    ${postingsSince(span)} order by posting.id desc limit ${shown}`)
  return rows.map(({ at, kind, memo, minor, number }) => ({
    at: new Date(at),
    kind,
    memo,
    orderNumber: number,
    amount: money(minor, span.currency),
  }))
}
