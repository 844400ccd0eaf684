import { randomUUID } from 'node:crypto'

import type { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import type { SandboxMerchant } from '../sandbox-options.ts'
import type { Checkout } from '../state/records.ts'
import { ApiError, invalidParam } from './api-errors.ts'
import type { createBody } from './checkout-input.ts'
import { assertUnused, futureTime } from './checkout-rules.ts'
import { minorAmount } from './parse.ts'

/** @throws {ApiError} 400, 403 for another's merchant code, 409 for a used reference. */
export function createCheckout(
  sandbox: Sandbox,
  merchant: SandboxMerchant,
  body: z.output<typeof createBody>,
  publicUrl: string,
): Checkout {
  if (body.merchant_code !== merchant.code) throw notAllowed()
  if (body.currency !== merchant.currency) throw invalidParam('currency')
  const amount = minorAmount(body.amount, body.currency)
  const validUntil = futureTime(sandbox, body.valid_until ?? null)
  assertUnused(sandbox, merchant, body.checkout_reference)
  const id = randomUUID()
  const checkout: Checkout = {
    id,
    merchant,
    reference: body.checkout_reference,
    amount,
    currency: body.currency,
    description: body.description,
    customerId: body.customer_id,
    returnUrl: body.return_url,
    redirectUrl: body.redirect_url,
    hostedUrl: body.hosted_checkout?.enabled ? `${publicUrl}/pay/c-${id}` : undefined,
    createdAt: sandbox.now(),
    validUntil,
    deactivated: false,
    attempts: [],
    announced: 'PENDING',
  }
  sandbox.store.addCheckout(checkout)
  sandbox.noteChange(checkout)
  return checkout
}

function notAllowed(): ApiError {
  return new ApiError(403, {
    error_message: 'checkout_payments_not_allowed',
    error_code: 'FORBIDDEN',
    status_code: '403',
  })
}
