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
}

export interface RefundRequest {
  merchantCode: string
  transactionId: string
  total: Money
}

/** Somebody who takes money for us. */
export interface PaymentProvider {
  /** Opens a checkout; asked again with the same reference, answers the same one. */
  openCheckout(request: CheckoutRequest): Promise<OpenCheckout>
  readCheckout(checkoutId: string): Promise<CheckoutReport>
  /** Makes sure that nobody pays any more; `paid` when somebody has. */
  closeCheckout(checkoutId: string): Promise<'closed' | 'paid'>
  /** Gives the whole amount back once, however often it is asked. */
  refund(request: RefundRequest): Promise<void>
}
