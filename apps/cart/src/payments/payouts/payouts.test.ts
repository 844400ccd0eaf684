import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { payouts } from '@rose-ash/shared/db/models/cart-payments'
import { money } from '@rose-ash/shared/money'
import { aPage, testDatabase } from '@rose-ash/shared/testing'
import { accountOf } from '../../merchants/account.ts'
import { aCheckout } from '../../testing/a-checkout.ts'
import { aMerchant, theCooperative } from '../../testing/merchants.ts'
import { misbehave, press, startShop } from '../../testing/start-shop.ts'
import { readAllPayouts, readPayouts } from './read-payouts.ts'

const { db } = await testDatabase()
let daysLater = 0
const now = () => new Date(Date.now() + daysLater * 86_400_000)
const day = (offset: number) =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const shop = await startShop({ now })
const merchantId = await theCooperative(db)
const { provider } = await accountOf(db, shop, merchantId)
const { checkoutId, payUrl } = await provider.openCheckout(aCheckout())
await press(payUrl, 'pay')
const { transactionId = '', transactionCode = '' } = await provider.readCheckout(checkoutId)
await provider.refund(transactionId, money(345, 'GBP'))

const kept = (id = merchantId) =>
  db.select().from(payouts).where(eq(payouts.merchantId, id)).orderBy(asc(payouts.feeMinor))

describe('payouts', () => {
  it('are not there before the money moves', async () => {
    expect(await readPayouts(db, shop, merchantId, { from: day(-35), to: day(0) })).toBe(0)
    expect(await kept()).toEqual([])
  })

  it('are what reaches the bank, with the fee; a refund is taken off', async () => {
    daysLater = 1

    expect(await readPayouts(db, shop, merchantId, { from: day(0), to: day(1) })).toBe(2)

    const common = { merchantId, transactionCode, currency: 'GBP', paidOn: day(1) }
    expect(await kept()).toMatchObject([
      { ...common, type: 'REFUND_DEDUCTION', amountMinor: -345, feeMinor: 0 },
      { ...common, type: 'PAYOUT', amountMinor: 2286, feeMinor: 59 },
    ])
  })

  it('are kept once, however often and by however many they are read', async () => {
    const before = await kept()

    const counts = await Promise.all(
      [1, 2, 3].map(() => readPayouts(db, shop, merchantId, { from: day(-35), to: day(1) })),
    )

    expect(counts).toEqual([0, 0, 0])
    expect(await kept()).toEqual(before)
  })

  it('of the other merchants are read when one cannot be', async () => {
    const [broken, fine, off] = await Promise.all(
      ['sup_sk_wrong', 'sup_sk_test', 'sup_sk_test'].map(async (apiKey) =>
        aMerchant(db, shop, { pageId: (await aPage(db)).id, apiKey }),
      ),
    )
    if (!broken || !fine || !off) throw new Error('all were made')
    await db.update(merchants).set({ active: false }).where(eq(merchants.id, off.id))

    await expect(readAllPayouts(db, shop, now())).rejects.toMatchObject({ errors: { length: 1 } })

    expect(await kept(broken.id)).toHaveLength(0)
    expect(await kept(fine.id)).toHaveLength(2)
    expect(await kept(off.id)).toHaveLength(0)
  })

  it('are read again after SumUp had failed', async () => {
    await db.delete(payouts)
    await misbehave(shop, { faults: [{ operation: 'payouts', kind: 'fail-after', times: 1 }] })
    const span = { from: day(0), to: day(1) }

    await expect(readPayouts(db, shop, merchantId, span)).rejects.toThrow('500')
    expect(await kept()).toHaveLength(0)

    expect(await readPayouts(db, shop, merchantId, span)).toBe(2)
  })
})
