import { randomUUID } from 'node:crypto'
import { money } from '@rose-ash/shared/money'
import type { CheckoutRequest } from '../payments/provider.ts'

/** What a test asks a provider for when it does not care: £23.45, for ten minutes. */
export function aCheckout(values: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return {
    reference: randomUUID(),
    merchantCode: 'MTEST',
    total: money(2345, 'GBP'),
    description: 'Two loaves',
    returnUrl: 'https://cart.rose-ash.example/webhooks/sumup/unguessable',
    redirectUrl: 'https://cart.rose-ash.example/orders/1/return?key=guest',
    validUntil: new Date(Date.now() + 600_000),
    ...values,
  }
}
