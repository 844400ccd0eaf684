import { inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ledgerAccounts } from '@rose-ash/shared/db/models/cart-ledger'
import { BadInput, NotFound } from '@rose-ash/shared/errors'
import { postEntry } from '../../ledger/post-entry.ts'
import { checkAdmin, type Runner } from '../../merchants/desk/runner.ts'

export interface Correction {
  runner: Runner
  /** Comes with the form: sent twice, it is entered once. */
  requestKey: string
  debitId: string
  creditId: string
  amountMinor: number
  reason: string
}

/**
 * Moves an amount from one account to another, with a reason, as what is entered stays.
 *
 * @throws {BadInput} @throws {NotFound} @throws {AccountLimit} @throws {Forbidden}
 */
export async function correct(db: Db, correction: Correction): Promise<boolean> {
  const { runner, requestKey, debitId, creditId, amountMinor, reason } = correction
  checkAdmin(runner)
  if (amountMinor <= 0) throw new BadInput('Write an amount above zero.')
  if (reason.trim() === '') throw new BadInput('Say why. Whoever audits the books will ask.')
  if (debitId === creditId) throw new BadInput('Choose two different accounts.')
  return db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(ledgerAccounts)
      .where(inArray(ledgerAccounts.id, [debitId, creditId]))
    const debit = rows.find(({ id }) => id === debitId)
    const credit = rows.find(({ id }) => id === creditId)
    if (!debit || !credit) throw new NotFound('account')
    if (debit.currency !== credit.currency)
      throw new BadInput('These accounts are in different currencies.')
    return postEntry(tx, {
      key: `correction:${requestKey}`,
      kind: 'correction',
      currency: debit.currency,
      memo: reason.trim(),
      personId: runner.personId,
      postings: [
        { account: debit, amountMinor },
        { account: credit, amountMinor: -amountMinor },
      ],
    })
  })
}
