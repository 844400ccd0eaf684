import type { Money } from '@rose-ash/shared/money'

/** What is asked of a provider for one attempt to be paid. */
export interface CheckoutRequest {
  /** Ours, and the key under which a repeated request finds the same checkout. */
  reference: string
  merchantCode: string
  total: Money
  description: string
  /** Where the provider's server reports changes to. */
  returnUrl: string
  /** Where the buyer's browser goes afterwards. */
  redirectUrl: string
  validUntil: Date
}

export interface OpenCheckout {
  checkoutId: string
  /** The provider's page where the buyer pays. */
  payUrl: string
}

/** A checkout as the provider knows it at this moment. */
export interface CheckoutReport {
  reference: string
  merchantCode: string
  total: Money
  /** `open` as well after a failed attempt: the buyer may try another card. */
  status: 'open' | 'paid' | 'expired'
  /** The successful transaction of a paid one. */
  transactionId: string | undefined
  /** The name by which payouts and receipts call that transaction. */
  transactionCode: string | undefined
}

/** Money on its way between the provider and a merchant's bank. */
export interface PayoutRow {
  /** The provider's, once in all its answers. */
  providerId: string
  type: string
  reference: string
  transactionCode: string
  /** What reaches the bank, after the fee; negative when it is taken back. */
  amountMinor: number
  feeMinor: number
  currency: string
  /** A calendar date, `2026-11-28`. */
  paidOn: string
}

/** Somebody who takes money for one merchant. Every method asks over the network. */
export interface PaymentProvider {
  /** Opens a checkout; asked again with the same reference, answers the same one. */
  openCheckout(request: CheckoutRequest): Promise<OpenCheckout>
  readCheckout(checkoutId: string): Promise<CheckoutReport>
  /** Makes sure that nobody pays any more; `paid` when somebody has. */
  closeCheckout(checkoutId: string): Promise<'closed' | 'paid'>
  /** How much of a transaction went back so far, as the provider knows it. */
  refundedOf(transactionId: string): Promise<Money>
  /**
   * Sends this much of a transaction back. Not idempotent: the caller has read `refundedOf`.
   *
   * @throws {RefundRefused} when the provider will not, however often it is asked.
   */
  refund(transactionId: string, total: Money): Promise<void>
  /** What moved to and from the bank on these calendar dates, both included. */
  payouts(span: { from: string; to: string }): Promise<PayoutRow[]>
}

/** The provider says no to a refund for good. `maxMinor` of the transaction can still go back. */
export class RefundRefused extends Error {
  readonly maxMinor: number

  constructor(reason: string, maxMinor: number) {
    super(reason)
    this.name = 'RefundRefused'
    this.maxMinor = maxMinor
  }
}
