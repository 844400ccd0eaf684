import type { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import type { Checkout } from '../state/records.ts'
import type { updateBody } from './checkout-input.ts'
import { assertUnprocessed, assertUnused, futureTime } from './checkout-rules.ts'
import { invalidParam } from './api-errors.ts'
import { minorAmount } from './parse.ts'

/** @throws {ApiError} 400; 409 when it is paid or expired, or for a used reference. */
export function updateCheckout(
  sandbox: Sandbox,
  checkout: Checkout,
  body: z.output<typeof updateBody>,
): void {
  assertUnprocessed(sandbox, checkout)
  const { currency, checkout_reference: reference = checkout.reference } = body
  if (currency !== undefined && currency !== checkout.currency) throw invalidParam('currency')
  const amount =
    body.amount === undefined ? checkout.amount : minorAmount(body.amount, checkout.currency)
  const validUntil =
    body.valid_until === undefined ? checkout.validUntil : futureTime(sandbox, body.valid_until)
  if (reference !== checkout.reference) {
    assertUnused(sandbox, checkout.merchant, reference)
    sandbox.store.changeReference(checkout, reference)
  }
  checkout.amount = amount
  checkout.validUntil = validUntil
  checkout.description = body.description ?? checkout.description
  checkout.customerId = body.customer_id ?? checkout.customerId
  sandbox.noteChange(checkout)
}
