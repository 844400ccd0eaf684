import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'

export interface InvoiceNumber {
  year: number
  number: number
  /** `2026-0042`. */
  text: string
  issuedAt: Date
}

/**
 * The year of this transaction in the zone, with the merchant's counter of it locked until the
 * transaction ends: who comes meanwhile waits, so that what is rolled back leaves no gap.
 */
export async function lockCounter(
  tx: Db,
  { merchantId, timeZone }: { merchantId: string; timeZone: string },
): Promise<{ year: number; issuedAt: Date }> {
  const { rows } = await tx.execute<{ year: number; at: string }>(sql`
    insert into cart.invoice_counters as counter (merchant_id, year, last)
    values (${merchantId}, extract(year from now() at time zone ${timeZone})::int, 0)
    on conflict (merchant_id, year) do update set last = counter.last
    returning year, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`)
  if (!rows[0]) throw new Error('an upsert answers its row')
  return { year: rows[0].year, issuedAt: new Date(rows[0].at) }
}

/** The next number of a locked counter. */
export async function takeNumber(
  tx: Db,
  { merchantId, year, issuedAt }: { merchantId: string; year: number; issuedAt: Date },
): Promise<InvoiceNumber> {
  const { rows } = await tx.execute<{ last: number }>(sql`
    update cart.invoice_counters set last = last + 1
    where merchant_id = ${merchantId} and year = ${year} returning last`)
  if (!rows[0]) throw new Error('its counter is locked')
  const number = rows[0].last
  return { year, number, text: `${year}-${String(number).padStart(4, '0')}`, issuedAt }
}
