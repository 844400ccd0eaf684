import type SumUp from '@sumup/sdk'
import { fromMajor } from '@rose-ash/shared/money'
import { z } from 'zod'
import type { PayoutRow } from '../provider.ts'

/** SumUp answers no more rows than this; a day of 10,000 payments is not ours to plan for. */
const mostRows = 9999

const Payouts = z.array(
  z.object({
    id: z.number(),
    type: z.string(),
    amount: z.number(),
    fee: z.number(),
    currency: z.string(),
    date: z.iso.date(),
    status: z.string(),
    reference: z.string(),
    transaction_code: z.string(),
  }),
)

/**
 * What SumUp sent to the bank on these dates, and what it took back. One that failed is left out: it
 * comes again under another id.
 *
 * @throws {Error} when there is more than one answer holds.
 */
export async function readPayouts(
  client: SumUp,
  merchantCode: string,
  { from, to }: { from: string; to: string },
): Promise<PayoutRow[]> {
  const query = { start_date: from, end_date: to, limit: mostRows }
  const rows = Payouts.parse(await client.payouts.list(merchantCode, query))
  if (rows.length === mostRows) throw new Error(`more than ${mostRows} payouts from ${from}`)
  return rows.filter(({ status }) => status === 'SUCCESSFUL').map(payoutRow)
}

/** A deduction is told by its type; its amount comes without a sign. */
function payoutRow(row: z.infer<typeof Payouts>[number]): PayoutRow {
  const amount = Math.abs(fromMajor(row.amount, row.currency).amount)
  return {
    providerId: String(row.id),
    type: row.type,
    reference: row.reference,
    transactionCode: row.transaction_code,
    amountMinor: row.type === 'PAYOUT' ? amount : -amount,
    feeMinor: fromMajor(row.fee, row.currency).amount,
    currency: row.currency,
    paidOn: row.date,
  }
}
