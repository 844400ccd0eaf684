import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payouts } from '@rose-ash/shared/db/models/cart-payments'
import { type EntryDraft, postEntries } from '../../ledger/post-entry.ts'

const atOnce = 200

/**
 * Enters what the provider sent to banks, each row once: what arrived is at the bank, the fee is spent,
 * and the provider has as much less. Answers how many were new.
 */
export async function enterPayouts(db: Db): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000'
  let entered = 0
  for (;;) {
    const rows = await db
      .select()
      .from(payouts)
      .where(
        sql`${payouts.id} > ${after} and not exists (select from ledger.entries entry
          where entry.key = 'provider-payout:' || ${payouts.id})`,
      )
      .orderBy(payouts.id)
      .limit(atOnce)
    const last = rows.at(-1)
    if (!last) return entered
    for (const same of Map.groupBy(rows, ({ currency }) => currency).values()) {
      entered += (await db.transaction((tx) => postEntries(tx, same.map(draftOf)))).size
    }
    after = last.id
  }
}

function draftOf(row: typeof payouts.$inferSelect): EntryDraft {
  const { id, merchantId: ownerId, amountMinor, feeMinor, currency } = row
  return {
    key: `provider-payout:${id}`,
    kind: 'provider-payout',
    currency,
    memo: [row.type, row.transactionCode, row.reference].filter(Boolean).join(' '),
    postings: [
      { account: { kind: 'bank', ownerId }, amountMinor },
      { account: { kind: 'provider-fees', ownerId }, amountMinor: feeMinor },
      { account: { kind: 'provider', ownerId }, amountMinor: -(amountMinor + feeMinor) },
    ],
  }
}
