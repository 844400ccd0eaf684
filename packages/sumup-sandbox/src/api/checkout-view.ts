import { toMajor } from '../state/currencies.ts'
import { chargeOf, statusOf } from '../state/records.ts'
import type { Checkout } from '../state/records.ts'
import { transactionCore } from './transaction-view.ts'

/** A checkout as SumUp writes it. A refund does not show here: the status stays PAID. */
export function checkoutView(checkout: Checkout, now: Date): object {
  const charge = chargeOf(checkout)
  return {
    id: checkout.id,
    checkout_reference: checkout.reference,
    status: statusOf(checkout, now),
    amount: toMajor(checkout.amount, checkout.currency),
    currency: checkout.currency,
    date: checkout.createdAt.toISOString(),
    valid_until: checkout.validUntil?.toISOString(),
    merchant_code: checkout.merchant.code,
    merchant_name: checkout.merchant.name,
    merchant_country: checkout.merchant.country,
    description: checkout.description,
    customer_id: checkout.customerId,
    purpose: 'CHECKOUT',
    return_url: checkout.returnUrl,
    redirect_url: checkout.redirectUrl,
    hosted_checkout: checkout.hostedUrl === undefined ? undefined : { enabled: true },
    hosted_checkout_url: checkout.hostedUrl,
    transaction_id: charge?.id,
    transaction_code: charge?.code,
    transactions: checkout.attempts.map(transactionCore),
  }
}
