import SumUp, { APIError } from '@sumup/sdk'
import type { Config } from '@rose-ash/shared/config'
import { fromMajor, toMajor } from '@rose-ash/shared/money'
import { z } from 'zod'
import type {
  CheckoutReport,
  CheckoutRequest,
  OpenCheckout,
  PaymentProvider,
  RefundRequest,
} from './provider.ts'

const Checkout = z.object({
  id: z.string(),
  checkout_reference: z.string(),
  merchant_code: z.string(),
  amount: z.number(),
  currency: z.string(),
  status: z.enum(['PENDING', 'FAILED', 'PAID', 'EXPIRED']),
  hosted_checkout_url: z.url().optional(),
  transactions: z.array(z.object({ id: z.string(), status: z.string() })).optional(),
})

const Transaction = z.object({
  currency: z.string(),
  transaction_events: z
    .array(z.object({ event_type: z.string(), status: z.string(), amount: z.number() }))
    .optional(),
})

/**
 * SumUp, as its API really behaves: the reference is the only idempotency key, amounts are major
 * units, FAILED is only the last attempt, and refunds have no key at all. The SDK neither times out
 * nor backs off by itself: 10 s a request, and no retries here; our jobs try again.
 */
export function createSumUpProvider({ sumup }: Pick<Config, 'sumup'>): PaymentProvider {
  const client = new SumUp({
    apiKey: sumup.apiKey,
    host: sumup.apiUrl,
    timeout: 10_000,
    maxRetries: 0,
  })
  return {
    openCheckout: (request) => openCheckout(client, request),
    readCheckout: async (id) => reportOf(Checkout.parse(await client.checkouts.get(id))),
    closeCheckout: (id) => closeCheckout(client, id),
    refund: (request) => refund(client, request),
  }
}

async function openCheckout(client: SumUp, request: CheckoutRequest): Promise<OpenCheckout> {
  try {
    return openOf(await client.checkouts.create(bodyOf(request)))
  } catch (error) {
    if (!isProblem(error, 409, 'DUPLICATED_CHECKOUT')) throw error
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
  }
}

async function closeCheckout(client: SumUp, checkoutId: string): Promise<'closed' | 'paid'> {
  try {
    await client.checkouts.deactivate(checkoutId)
    return 'closed'
  } catch (error) {
    if (!isProblem(error, 409, 'CHECKOUT_PROCESSED')) throw error
    return 'paid'
  }
}

/** SumUp would refund twice if asked twice, so what was refunded already is read first. */
async function refund(client: SumUp, request: RefundRequest): Promise<void> {
  const { merchantCode, transactionId, total } = request
  const found = await client.transactions.get(merchantCode, { id: transactionId })
  const events = Transaction.parse(found).transaction_events ?? []
  const refunded = events.some(
    ({ event_type: type, status, amount }) =>
      type === 'REFUND' && status !== 'FAILED' && amount === toMajor(total),
  )
  if (!refunded)
    await client.transactions.refund(merchantCode, transactionId, { amount: toMajor(total) })
}

function isProblem(error: unknown, status: number, code: string): boolean {
  if (!(error instanceof APIError) || error.status !== status) return false
  return z.object({ error_code: z.literal(code) }).safeParse(error.error).success
}
