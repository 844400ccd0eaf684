import { eq, or, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { payments, payouts } from '@rose-ash/shared/db/models/cart-payments'
import { accountOf } from '../../merchants/account.ts'
import type { Shop } from '../../shop.ts'

const dayMs = 86_400_000

/** Of each insert; ten values a row, of which PostgreSQL takes 65,535. */
const rowsAtOnce = 1_000

/** Calendar dates, both included. */
export interface Span {
  from: string
  to: string
}

/**
 * Keeps what the provider says it sent to a merchant's bank. Each row is kept once and as it was read
 * first, as the ledger may have it already.
 *
 * @returns how many were new.
 */
export async function readPayouts(
  db: Db,
  shop: Pick<Shop, 'config' | 'log'>,
  merchantId: string,
  span: Span,
): Promise<number> {
  const { provider } = await accountOf(db, shop, merchantId)
  const rows = (await provider.payouts(span)).map((row) => ({ ...row, merchantId }))
  let added = 0
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const some = rows.slice(at, at + rowsAtOnce)
    const { rowCount } = await db.insert(payouts).values(some).onConflictDoNothing()
    added += rowCount ?? 0
  }
  return added
}

/**
 * Reads the last 35 days of all who are paid now, or were lately. One that fails stops no other.
 *
 * @throws {AggregateError} when some could not be read; asked again, all of them are.
 */
export async function readAllPayouts(
  db: Db,
  shop: Pick<Shop, 'config' | 'log'>,
  today: Date,
): Promise<void> {
  const from = dateOf(new Date(today.getTime() - 35 * dayMs))
  const failures: unknown[] = []
  for (const { id } of await paidLately(db)) {
    try {
      await readPayouts(db, shop, id, { from, to: dateOf(today) })
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some payouts could not be read')
}

/** Who was switched off is still paid out for what was bought before. */
function paidLately(db: Db): Promise<{ id: string }[]> {
  const paid = sql`exists (select from ${payments} where ${payments.merchantId} = ${merchants.id}
    and ${payments.createdAt} > now() - interval '60 days')`
  return db
    .select({ id: merchants.id })
    .from(merchants)
    .where(or(eq(merchants.active, true), paid))
}

const dateOf = (time: Date) => time.toISOString().slice(0, 10)
