import type SumUp from '@sumup/sdk'
import { fromMajor, money, toMajor, type Money } from '@rose-ash/shared/money'
import { z } from 'zod'
import {
  type CheckoutReport,
  type CheckoutRequest,
  type OpenCheckout,
  type PaymentProvider,
  RefundRefused,
} from '../provider.ts'
import type { ProviderAccess } from '../provider-kind.ts'
import { isProblem, sumUpClient } from './client.ts'
import { readPayouts } from './read-payouts.ts'

const Checkout = z.object({
  id: z.string(),
  checkout_reference: z.string(),
  merchant_code: z.string(),
  amount: z.number(),
  currency: z.string(),
  status: z.enum(['PENDING', 'FAILED', 'PAID', 'EXPIRED']),
  hosted_checkout_url: z.url().optional(),
  transactions: z
    .array(
      z.object({ id: z.string(), transaction_code: z.string().optional(), status: z.string() }),
    )
    .optional(),
})

const Transaction = z.object({
  amount: z.number(),
  currency: z.string(),
  transaction_events: z
    .array(z.object({ event_type: z.string(), status: z.string(), amount: z.number() }))
    .optional(),
})

/**
 * SumUp, as its API really behaves: the reference is the only idempotency key, amounts are major
 * units, FAILED is only the last attempt, and refunds have no key at all.
 */
export function createSumUpProvider(access: ProviderAccess): PaymentProvider {
  const client = sumUpClient(access)
  const { merchantCode } = access
  return {
    openCheckout: (request) => openCheckout(client, request),
    readCheckout: async (id) => reportOf(Checkout.parse(await client.checkouts.get(id))),
    closeCheckout: (id) => closeCheckout(client, id),
    refundedOf: async (id) => (await readTransaction(client, merchantCode, id)).refunded,
    refund: (id, total) => refund(client, { merchantCode, id, total }),
    payouts: (span) => readPayouts(client, merchantCode, span),
  }
}

async function openCheckout(client: SumUp, request: CheckoutRequest): Promise<OpenCheckout> {
  try {
    return openOf(await client.checkouts.create(bodyOf(request)))
  } catch (error) {
    if (!isProblem(error, [409], 'DUPLICATED_CHECKOUT')) throw error
    const [known] = await client.checkouts.list({ checkout_reference: request.reference })
    return openOf(known)
  }
}

function bodyOf(request: CheckoutRequest): Parameters<SumUp['checkouts']['create']>[0] {
  return {
    checkout_reference: request.reference,
    merchant_code: request.merchantCode,
    amount: toMajor(request.total),
    currency: request.total.currency as 'GBP',
    description: request.description,
    return_url: request.returnUrl,
    redirect_url: request.redirectUrl,
    valid_until: request.validUntil.toISOString(),
    hosted_checkout: { enabled: true },
  }
}

function openOf(answer: unknown): OpenCheckout {
  const { id, hosted_checkout_url: payUrl } = Checkout.parse(answer)
  if (!payUrl) throw new Error(`SumUp gave checkout ${id} no hosted page`)
  return { checkoutId: id, payUrl }
}

function reportOf(checkout: z.infer<typeof Checkout>): CheckoutReport {
  const transaction = checkout.transactions?.find(({ status }) => status === 'SUCCESSFUL')
  const paid = checkout.status === 'PAID' && transaction !== undefined
  return {
    reference: checkout.checkout_reference,
    merchantCode: checkout.merchant_code,
    total: fromMajor(checkout.amount, checkout.currency),
    status: paid ? 'paid' : checkout.status === 'EXPIRED' ? 'expired' : 'open',
    transactionId: transaction?.id,
    transactionCode: transaction?.transaction_code,
  }
}

async function closeCheckout(client: SumUp, checkoutId: string): Promise<'closed' | 'paid'> {
  try {
    await client.checkouts.deactivate(checkoutId)
    return 'closed'
  } catch (error) {
    if (!isProblem(error, [409], 'CHECKOUT_PROCESSED')) throw error
    return 'paid'
  }
}

/** The transaction's own status stays SUCCESSFUL after a refund: only its events tell of one. */
async function readTransaction(
  client: SumUp,
  merchantCode: string,
  id: string,
): Promise<{ charged: Money; refunded: Money }> {
  const found = Transaction.parse(await client.transactions.get(merchantCode, { id }))
  const { currency, transaction_events: events = [] } = found
  const refunded = events
    .filter(({ event_type: type, status }) => type === 'REFUND' && status !== 'FAILED')
    .reduce((sum, { amount }) => sum + Math.abs(fromMajor(amount, currency).amount), 0)
  return { charged: fromMajor(found.amount, currency), refunded: money(refunded, currency) }
}

async function refund(
  client: SumUp,
  { merchantCode, id, total }: { merchantCode: string; id: string; total: Money },
): Promise<void> {
  try {
    await client.transactions.refund(merchantCode, id, { amount: toMajor(total) })
  } catch (error) {
    if (!isProblem(error, [409, 422])) throw error
    // SumUp's answer has a `max_refundable_amount` of which nobody says in what unit it is.
    const { charged, refunded } = await readTransaction(client, merchantCode, id)
    throw new RefundRefused(error.message, charged.amount - refunded.amount)
  }
}
