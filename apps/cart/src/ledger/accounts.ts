import { type accountKinds, ledgerAccounts } from '@rose-ash/shared/db/models/cart-ledger'
import { and, eq, sql, type SQL } from 'drizzle-orm'

/** What tells an account from the others of its currency. */
export interface AccountName {
  kind: (typeof accountKinds)[number]
  ownerId?: string | null | undefined
  detail?: string
}

/**
 * The accounts of one buyer. `main` is the one that is guarded: what a member paid in, or owes within
 * their limit. `due` is owed for goods that wait to be handed over, `back` is on its way back to them;
 * neither can be spent. Guests share one account for what they buy.
 */
export function buyerAccounts(
  personId: string | null,
): Record<'main' | 'due' | 'back', AccountName> {
  if (personId === null) {
    const main: AccountName = { kind: 'guests' }
    return { main, due: main, back: { kind: 'guests', detail: 'back' } }
  }
  const main: AccountName = { kind: 'member', ownerId: personId }
  return { main, due: { ...main, detail: 'due' }, back: { ...main, detail: 'back' } }
}

/** Credit that was set aside for an order which waits to be paid. */
export const asideAccount = (personId: string): AccountName => ({
  kind: 'deposits',
  ownerId: personId,
})

export const taxAccount = (merchantId: string, rateBasisPoints: number): AccountName => ({
  kind: 'tax',
  ownerId: merchantId,
  detail: String(rateBasisPoints),
})

/** The same for the same account, and in one order for all who make accounts. */
export const accountKey = ({ kind, ownerId, detail }: AccountName): string =>
  [kind, ownerId ?? '', detail ?? ''].join(':')

/** Whether its limit is kept from the beginning: that of a member who has paid nothing in is 0. */
export const isGuarded = ({ kind, detail }: AccountName): boolean =>
  kind === 'member' && (detail ?? '') === ''

/** The rows of this account. */
export const thisAccount = ({ kind, ownerId, detail }: AccountName, currency: string): SQL =>
  and(
    eq(ledgerAccounts.kind, kind),
    sql`${ledgerAccounts.ownerId} is not distinct from ${ownerId ?? null}::uuid`,
    eq(ledgerAccounts.detail, detail ?? ''),
    eq(ledgerAccounts.currency, currency),
  ) ?? sql`false`
