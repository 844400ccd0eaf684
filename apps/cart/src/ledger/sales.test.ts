import { sql } from 'drizzle-orm'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { aPage, aPerson, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { enterAdjustment } from './enter-adjustment.ts'
import { enterPayment } from './enter-payment.ts'
import { enterRefund, enterRefundDone } from './enter-refund.ts'
import { NoAccount } from './errors.ts'
import { balanceOf, spendable } from './members.ts'
import {
  aMerchant,
  anOrder,
  aPacking,
  aPayment,
  aRefund,
  leftOn,
  enterSale,
} from './testing/books.ts'

const { db } = await testDatabase()
const currency = 'GBP'
const bakery = await aPage(db)
const kiln = await aPage(db)
await db
  .insert(sellers)
  .values({ pageId: kiln.id, feeBasisPoints: 1000, feeTaxRateBasisPoints: 2000 })

describe('a sale', () => {
  it('gives producers what is theirs net of tax, and the cooperative its fee', async () => {
    const { order } = await anOrder(db, {
      lines: [
        { pageId: bakery.id, unitMinor: 240, quantity: 5 },
        { pageId: kiln.id, unitMinor: 1200, rate: 2000 },
        { pageId: kiln.id, unitMinor: 500, kind: 'donation', rate: 2000 },
      ],
      handovers: [{ pageId: kiln.id, feeMinor: 120, rate: 2000 }],
    })
    const payment = await aPayment(db, order)

    for (let told = 0; told < 2; told += 1) {
      await enterPayment(db, payment.id)
      await enterSale(db, order.id)
    }

    // Kiln: 1000 + 100 net and 500 given; the fee is 10 % of 1100 and 20 % tax on that.
    expect(await leftOn(db, [order.id])).toEqual({
      fees: -110,
      producer: -(1200 + 1600 - 132),
      provider: 3020,
      'tax:2000': -(220 + 22),
    })
  })

  it('enters what was paid before it, so that a member without credit can buy', async () => {
    const { id: personId } = await aPerson(db)
    const { order } = await anOrder(db, {
      lines: [{ pageId: bakery.id, unitMinor: 800 }],
      personId,
    })
    await aPayment(db, order)

    await enterSale(db, order.id)

    expect(await balanceOf(db, personId, currency)).toBe(0)
    expect(await leftOn(db, [order.id])).toEqual({ producer: -800, provider: 800 })
  })

  it('that is paid when it is handed over leaves no credit and no debt, whichever comes first', async () => {
    const { id: personId } = await aPerson(db)
    const lines = [{ pageId: bakery.id, unitMinor: 800 }]
    const draft = { lines, personId, terms: 'on_pickup' as const }
    const [before, together, after] = [
      await anOrder(db, draft),
      await anOrder(db, draft),
      await anOrder(db, draft),
    ]
    const pay = (order: typeof before.order) => aPayment(db, order, { method: 'cash' })

    await enterPayment(db, (await pay(before.order)).id)
    await enterSale(db, before.order.id)
    await pay(together.order)
    await enterSale(db, together.order.id)
    await enterSale(db, after.order.id)
    await enterPayment(db, (await pay(after.order)).id)

    for (const { order } of [before, together, after])
      expect(await leftOn(db, [order.id])).toEqual({ cash: 800, producer: -800 })
    expect(await spendable(db, personId, currency)).toBe(0)
  })

  it("credits the tax to the merchant that sells, a page's own too", async () => {
    const page = await aPage(db)
    const merchantId = await aMerchant(db, page.id)
    const lines = [{ pageId: page.id, unitMinor: 1200, rate: 2000 }]
    const { order } = await anOrder(db, { lines, merchantId })
    await aPayment(db, order)

    await enterSale(db, order.id)

    const { rows } = await db.execute(sql`select kind, balance from (
      select kind, sum(amount_minor)::int as balance from ledger.accounts
      join ledger.postings on account_id = accounts.id where owner_id = ${merchantId} group by 1
    ) as own order by kind`)
    expect(rows).toEqual([
      { kind: 'provider', balance: 1200 },
      { kind: 'tax', balance: -200 },
    ])
  })
})

describe('a refund', () => {
  it('waits where it cannot be spent, and leaves nothing when it is done', async () => {
    const { id: personId } = await aPerson(db)
    const lines = [{ pageId: kiln.id, unitMinor: 1200, rate: 2000 }]
    const {
      order,
      lines: [line],
    } = await anOrder(db, { lines, personId })
    const payment = await aPayment(db, order)
    await enterSale(db, order.id)
    const refundId = await aRefund(db, {
      orderId: order.id,
      paymentId: payment.id,
      amountMinor: 1200,
      lines: [{ lineId: line?.id ?? '', amountMinor: 1200 }],
    })

    await enterRefund(db, refundId)
    await enterRefund(db, refundId)
    expect(await spendable(db, personId, currency)).toBe(0)
    expect(await leftOn(db, [order.id])).toEqual({ 'member:back': -1200, provider: 1200 })
    await enterRefundDone(db, refundId)
    await enterRefundDone(db, refundId)

    expect(await leftOn(db, [order.id])).toEqual({})
  })

  it('as credit stays on the account, and settles first what is due', async () => {
    const { id: personId } = await aPerson(db)
    const lines = [{ pageId: bakery.id, unitMinor: 900 }]
    const {
      order,
      lines: [line],
    } = await anOrder(db, { lines, personId, terms: 'on_pickup' })
    await enterSale(db, order.id)
    await enterPayment(db, (await aPayment(db, order, { method: 'cash', amountMinor: 400 })).id)
    expect(await leftOn(db, [order.id])).toEqual({ cash: 400, 'member:due': 500, producer: -900 })

    const part = { lineId: line?.id ?? '', amountMinor: 900 }
    const refundId = await aRefund(db, {
      orderId: order.id,
      amountMinor: 900,
      lines: [part],
      method: 'credit',
    })
    await enterRefund(db, refundId)
    await enterRefundDone(db, refundId)

    expect(await leftOn(db, [order.id])).toEqual({ cash: 400, member: -400 })
    expect(await spendable(db, personId, currency)).toBe(400)
  })

  it('of money that came late moves only the money', async () => {
    const { order } = await anOrder(db, { lines: [{ pageId: bakery.id, unitMinor: 900 }] })
    const payment = await aPayment(db, order)
    await enterPayment(db, payment.id)
    const refundId = await aRefund(db, {
      orderId: order.id,
      paymentId: payment.id,
      amountMinor: 900,
      reason: 'late',
    })

    await enterRefund(db, refundId)
    await enterRefundDone(db, refundId)

    expect(await leftOn(db, [order.id])).toEqual({})
  })

  it('to a guest cannot stay on an account', async () => {
    const { order } = await anOrder(db, { lines: [{ pageId: bakery.id, unitMinor: 900 }] })
    await aPayment(db, order)
    await enterSale(db, order.id)
    const refundId = await aRefund(db, { orderId: order.id, amountMinor: 100, method: 'credit' })

    await expect(enterRefund(db, refundId)).rejects.toThrow(NoAccount)
  })

  it('beyond the lines takes the hand-over back, then is given by the cooperative', async () => {
    const { order } = await anOrder(db, {
      lines: [{ pageId: bakery.id, unitMinor: 900 }],
      handovers: [{ pageId: bakery.id, feeMinor: 240, rate: 2000 }],
    })
    const payment = await aPayment(db, order)
    await enterSale(db, order.id)
    const give = (amountMinor: number) =>
      aRefund(db, { orderId: order.id, paymentId: payment.id, amountMinor, reason: 'goodwill' })

    await enterRefund(db, await give(240))
    expect(await leftOn(db, [order.id])).toMatchObject({ producer: -900 })
    await enterRefund(db, await give(50))

    expect(await leftOn(db, [order.id])).toEqual({
      cooperative: 50,
      'guests:back': -290,
      producer: -900,
      provider: 1140,
    })
  })
})

describe('packing', () => {
  it('makes more due at the hand-over and less the credit of the buyer', async () => {
    const { id: personId } = await aPerson(db)
    const lines = [{ pageId: kiln.id, unitMinor: 1200, rate: 2000 }]
    const {
      order,
      lines: [line],
    } = await anOrder(db, { lines, personId })
    await aPayment(db, order)
    await enterSale(db, order.id)
    const pack = async (adjusted: number) => {
      const lineId = line?.id ?? ''
      const packingId = await aPacking(db, lineId, adjusted)
      await enterAdjustment(db, { orderId: order.id, lineId, packingId })
      await enterAdjustment(db, { orderId: order.id, lineId, packingId })
    }

    await pack(120)
    expect(await leftOn(db, [order.id])).toEqual({
      fees: -110,
      'member:due': 120,
      producer: -(1100 - 132),
      provider: 1200,
      'tax:2000': -(220 + 22),
    })
    await pack(-60)

    expect(await leftOn(db, [order.id])).toEqual({
      fees: -95,
      member: -60,
      producer: -(950 - 114),
      provider: 1200,
      'tax:2000': -(190 + 19),
    })
    expect(await balanceOf(db, personId, currency)).toBe(-60)
  })
})
