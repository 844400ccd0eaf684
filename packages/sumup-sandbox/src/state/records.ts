import type { SandboxMerchant } from '../sandbox-options.ts'
import type { TestCard } from './cards.ts'
import type { Currency } from './currencies.ts'

export type CheckoutStatus = 'PENDING' | 'FAILED' | 'PAID' | 'EXPIRED'

/** Amounts in all records are whole minor units. */
export interface Checkout {
  id: string
  merchant: SandboxMerchant
  reference: string
  amount: number
  currency: Currency
  description: string | undefined
  customerId: string | undefined
  returnUrl: string | undefined
  redirectUrl: string | undefined
  /** Present when the shop asked for the hosted page. */
  hostedUrl: string | undefined
  createdAt: Date
  validUntil: Date | null
  deactivated: boolean
  /** Every try to pay, oldest first; at most the last one was successful. */
  attempts: Transaction[]
  /** The status the shop was last told of. */
  announced: CheckoutStatus
}

/** One attempt to charge a card. */
export interface Transaction {
  id: string
  code: string
  merchantCode: string
  checkoutId: string
  reference: string
  description: string | undefined
  amount: number
  currency: Currency
  card: TestCard
  at: Date
  status: 'SUCCESSFUL' | 'FAILED'
  /** Why it failed, for the buyer. */
  refusal: string | undefined
  payoutEventId: number
  refunds: Refund[]
}

export interface Refund {
  id: string
  eventId: number
  amount: number
  at: Date
}

/** FAILED is only the last attempt: another may still succeed. */
export function statusOf(checkout: Checkout, now: Date): CheckoutStatus {
  if (chargeOf(checkout) !== undefined) return 'PAID'
  if (checkout.deactivated) return 'EXPIRED'
  if (checkout.validUntil !== null && checkout.validUntil <= now) return 'EXPIRED'
  return checkout.attempts.length > 0 ? 'FAILED' : 'PENDING'
}

/** The transaction that took the money. */
export function chargeOf(checkout: Checkout): Transaction | undefined {
  return checkout.attempts.find((attempt) => attempt.status === 'SUCCESSFUL')
}

export function refundedOf(transaction: Transaction): number {
  return transaction.refunds.reduce((sum, refund) => sum + refund.amount, 0)
}

/** What can still be given back; nothing of a failed attempt. */
export function refundableOf(transaction: Transaction): number {
  return transaction.status === 'SUCCESSFUL' ? transaction.amount - refundedOf(transaction) : 0
}
