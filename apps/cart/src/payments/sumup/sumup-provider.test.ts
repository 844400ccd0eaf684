import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import { providerMessages } from '@rose-ash/shared/db/models/cart-payments'
import { money } from '@rose-ash/shared/money'
import { testDatabase } from '@rose-ash/shared/testing'
import { accountOf } from '../../merchants/account.ts'
import { aCheckout } from '../../testing/a-checkout.ts'
import { theCooperative } from '../../testing/merchants.ts'
import { misbehave, moneyMoved, press, startShop } from '../../testing/start-shop.ts'
import { RefundRefused } from '../provider.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { provider } = await accountOf(db, shop, await theCooperative(db))

async function aPaidCheckout() {
  const request = aCheckout()
  const { checkoutId, payUrl } = await provider.openCheckout(request)
  await press(payUrl, 'pay')
  const { transactionId = '', transactionCode = '' } = await provider.readCheckout(checkoutId)
  return { reference: request.reference, checkoutId, transactionId, transactionCode }
}

const messagesOf = (reference: string) =>
  db
    .select()
    .from(providerMessages)
    .where(eq(providerMessages.reference, reference))
    .orderBy(providerMessages.id)

const refundsOf = async (transactionId: string) => {
  const { refunds } = await moneyMoved(shop)
  return refunds.flatMap((one) => (one.transactionId === transactionId ? one.amountMinor : []))
}

afterEach(() => misbehave(shop, {}))

describe('SumUp', () => {
  it('answers the same checkout for the same reference, also when the first answer was lost', async () => {
    const request = aCheckout()
    await misbehave(shop, { faults: [{ operation: 'create', kind: 'lose-answer', times: 1 }] })
    await expect(provider.openCheckout(request)).rejects.toThrow('fetch failed')

    const first = await provider.openCheckout(request)

    expect(await provider.openCheckout(request)).toEqual(first)
  })

  it('names the transaction of what was paid', async () => {
    const { checkoutId, transactionId, transactionCode } = await aPaidCheckout()

    expect(await provider.readCheckout(checkoutId)).toMatchObject({ status: 'paid' })
    expect(transactionId).toMatch(/^[\da-f-]{36}$/)
    expect(transactionCode).toMatch(/^\w{6,}$/)
    expect(await provider.closeCheckout(checkoutId)).toBe('paid')
  })

  it('sends parts of a payment back and tells how much that is by now', async () => {
    const { transactionId } = await aPaidCheckout()
    expect(await provider.refundedOf(transactionId)).toEqual(money(0, 'GBP'))

    await provider.refund(transactionId, money(345, 'GBP'))
    await provider.refund(transactionId, money(345, 'GBP'))

    expect(await provider.refundedOf(transactionId)).toEqual(money(690, 'GBP'))
    expect(await refundsOf(transactionId)).toEqual([345, 345])
  })

  it('counts a refund whose answer was lost', async () => {
    const { transactionId } = await aPaidCheckout()
    await misbehave(shop, { faults: [{ operation: 'refund', kind: 'fail-after', times: 1 }] })

    await expect(provider.refund(transactionId, money(500, 'GBP'))).rejects.toThrow('500')

    expect(await provider.refundedOf(transactionId)).toEqual(money(500, 'GBP'))
  })

  it('says how much can still go back when more is asked', async () => {
    const { transactionId } = await aPaidCheckout()
    await provider.refund(transactionId, money(2000, 'GBP'))

    const refusal = provider.refund(transactionId, money(346, 'GBP'))
    await expect(refusal).rejects.toMatchObject({ name: 'RefundRefused', maxMinor: 345 })
    await provider.refund(transactionId, money(345, 'GBP'))
    const last = provider.refund(transactionId, money(1, 'GBP'))

    await expect(last).rejects.toBeInstanceOf(RefundRefused)
    await expect(last).rejects.toMatchObject({ maxMinor: 0 })
    expect(await refundsOf(transactionId)).toEqual([2000, 345])
  })
})

describe('what is said to SumUp', () => {
  it('is written down with its answer and the payment’s reference, a refund included', async () => {
    const { reference, checkoutId, transactionId } = await aPaidCheckout()
    await provider.refundedOf(transactionId)
    await provider.refund(transactionId, money(100, 'GBP'))

    expect(await messagesOf(reference)).toMatchObject([
      { method: 'POST', path: '/v0.1/checkouts', status: 201, merchantCode: 'MTEST' },
      { method: 'GET', path: `/v0.1/checkouts/${checkoutId}`, status: 200 },
      { method: 'GET', path: '/v2.1/merchants/MTEST/transactions', status: 200 },
      { method: 'POST', request: { amount: 1 }, answer: {}, status: 201 },
    ])
  })

  it('is written down without keys, cards and the addresses that open something', async () => {
    const { reference, transactionId } = await aPaidCheckout()
    await provider.refundedOf(transactionId)

    const text = JSON.stringify(await messagesOf(reference))

    expect(text).toContain('"amount":23.45')
    for (const secret of ['sup_sk_test', 'unguessable', 'key=guest', '0091', 'VISA']) {
      expect(text).not.toContain(secret)
    }
  })

  it('is written down when it fails, and when no answer comes', async () => {
    const [refused, lost] = [aCheckout({ total: money(0, 'GBP') }), aCheckout()]
    await expect(provider.openCheckout(refused)).rejects.toThrow('400')
    await misbehave(shop, { faults: [{ operation: 'create', kind: 'lose-answer', times: 1 }] })
    await expect(provider.openCheckout(lost)).rejects.toThrow('fetch failed')

    expect(await messagesOf(refused.reference)).toMatchObject([
      { status: 400, problem: expect.stringContaining('400') as string },
    ])
    expect(await messagesOf(lost.reference)).toMatchObject([
      { status: null, answer: null, problem: 'TypeError: fetch failed' },
    ])
  })

  it('is said also when it cannot be written down', async () => {
    const warnings: unknown[] = []
    const log = { warn: (detail: unknown) => void warnings.push(detail) }
    const account = await accountOf(db, { ...shop, log }, await theCooperative(db))
    await db.execute('alter table cart.provider_messages rename to hidden')

    const opened = await account.provider.openCheckout(aCheckout())

    await db.execute('alter table cart.hidden rename to provider_messages')
    expect(opened).toHaveProperty('payUrl')
    expect(warnings).toHaveLength(1)
  })
})
