import type { Sandbox } from '../sandbox.ts'
import type { SandboxMerchant } from '../sandbox-options.ts'
import { statusOf } from '../state/records.ts'
import type { Checkout } from '../state/records.ts'
import { apiError, checkoutProcessed, invalidParam } from './api-errors.ts'

export function futureTime(sandbox: Sandbox, time: string | null): Date | null {
  if (time === null) return null
  const date = new Date(time)
  if (date <= sandbox.now()) throw invalidParam('valid_until')
  return date
}

/** A reference is used up for ever, by whatever became of its checkout. */
export function assertUnused(sandbox: Sandbox, merchant: SandboxMerchant, reference: string): void {
  if (sandbox.store.checkoutByReference(merchant.code, reference) === undefined) return
  throw apiError(
    409,
    'DUPLICATED_CHECKOUT',
    'Checkout with this checkout reference and pay to email already exists',
  )
}

/** Paid and expired checkouts do not change any more. */
export function assertUnprocessed(sandbox: Sandbox, checkout: Checkout): void {
  const status = statusOf(checkout, sandbox.now())
  if (status === 'PENDING' || status === 'FAILED') return
  throw checkoutProcessed()
}
