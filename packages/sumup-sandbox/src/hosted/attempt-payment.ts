import { randomBytes, randomUUID } from 'node:crypto'

import type { Sandbox } from '../sandbox.ts'
import { failingAmounts } from '../state/cards.ts'
import type { TestCard } from '../state/cards.ts'
import { statusOf } from '../state/records.ts'
import type { Checkout, Transaction } from '../state/records.ts'

/** How long SumUp shows the payment page, counted from the checkout. */
const sessionMs = 30 * 60_000

export interface Payment {
  card: TestCard
  /** What the buyer wants to see happen; a card or an amount that fails has the last word. */
  approve: boolean
}

/** Whether the hosted page still takes a payment: never twice, never after its time. */
export function isPayable(checkout: Checkout, now: Date): boolean {
  const status = statusOf(checkout, now)
  const age = now.getTime() - checkout.createdAt.getTime()
  return (status === 'PENDING' || status === 'FAILED') && age < sessionMs
}

/** Charges the card or fails to, and tells the shop. Does nothing when it is not payable. */
export function attemptPayment(sandbox: Sandbox, checkout: Checkout, payment: Payment): void {
  if (!isPayable(checkout, sandbox.now())) return
  const refusal = refusalOf(checkout, payment)
  const transaction: Transaction = {
    id: randomUUID(),
    code: `T${randomBytes(5).toString('hex').toUpperCase()}`,
    merchantCode: checkout.merchant.code,
    checkoutId: checkout.id,
    reference: checkout.reference,
    description: checkout.description,
    amount: checkout.amount,
    currency: checkout.currency,
    card: payment.card,
    at: sandbox.now(),
    status: refusal === undefined ? 'SUCCESSFUL' : 'FAILED',
    refusal,
    payoutEventId: sandbox.store.nextEventId(),
    refunds: [],
  }
  checkout.attempts.push(transaction)
  sandbox.store.addTransaction(transaction)
  sandbox.noteChange(checkout)
}

/** In the buyer's words. */
function refusalOf({ amount }: Checkout, { card, approve }: Payment): string | undefined {
  if (card.outcome === 'technical_error') return 'Your bank could not check that it is you.'
  if (card.outcome === 'not_enrolled') return 'This card is not enrolled for 3-D Secure.'
  if (!approve) return 'Your bank declined the payment.'
  return failingAmounts.has(amount) ? 'Your bank declined this amount.' : undefined
}
