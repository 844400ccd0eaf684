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
 * The merchant's next number of the year in which this transaction runs, in the zone. Its counter is
 * locked until the transaction ends: who comes meanwhile waits, so that what is rolled back leaves no gap.
 */
export async function takeNumber(
  tx: Db,
  { merchantId, timeZone }: { merchantId: string; timeZone: string },
): Promise<InvoiceNumber> {
  const { rows } = await tx.execute<{ year: number; last: number; at: string }>(sql`
    insert into cart.invoice_counters as counter (merchant_id, year, last)
    values (${merchantId}, extract(year from now() at time zone ${timeZone})::int, 1)
    on conflict (merchant_id, year) do update set last = counter.last + 1
    returning year, last, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`)
  if (!rows[0]) throw new Error('an upsert answers its row')
  const { year, last: number, at } = rows[0]
  const text = `${year}-${String(number).padStart(4, '0')}`
  return { year, number, text, issuedAt: new Date(at) }
}
