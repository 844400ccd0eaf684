import fc from 'fast-check'
import { sql } from 'drizzle-orm'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { aPage, aPerson, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { enterAdjustment } from './enter-adjustment.ts'
import { enterPayment } from './enter-payment.ts'
import { enterRefund, enterRefundDone } from './enter-refund.ts'
import { difference, earned, feeNow, type OrderStanding, proportion } from './order-books.ts'
import { anOrder, aPacking, aPayment, aRefund, leftOn, enterSale } from './testing/books.ts'
import { taxIn } from '../pricing/tax.ts'

const { db } = await testDatabase()
const pages = [await aPage(db), await aPage(db)]
for (const [place, { id: pageId }] of pages.entries()) {
  const rates = { feeBasisPoints: 777 * place, feeTaxRateBasisPoints: 2000 }
  await db.insert(sellers).values({ pageId, ...rates })
}
const taxRates = fc.constantFrom(0, 500, 2000, 1900)
const pageIds = fc.constantFrom(...pages.map(({ id }) => id))

const lines = fc.array(
  fc.record({
    pageId: pageIds,
    kind: fc.constantFrom('product' as const, 'donation' as const),
    unitMinor: fc.integer({ min: 1, max: 9_999 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    rate: taxRates,
  }),
  { minLength: 1, maxLength: 4 },
)

/** What happens to a line after the sale: a share of what is left goes back, or it weighs otherwise. */
const steps = fc.array(
  fc.record({
    place: fc.nat(3),
    refund: fc.boolean(),
    share: fc.integer({ min: 1, max: 100 }),
    adjust: fc.integer({ min: -30, max: 30 }),
    told: fc.integer({ min: 1, max: 2 }),
  }),
  { maxLength: 6 },
)

describe('an order in the books', () => {
  it('gives back exactly what was sold, in however many steps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        taxRates,
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 20 }),
        fc.integer({ min: 0, max: 10_000 }),
        (soldMinor, taxRateBasisPoints, parts, feeRate) => {
          const pageId = pages[0]?.id ?? ''
          const taxMinor = taxIn(soldMinor, taxRateBasisPoints)
          const at = (refundedMinor: number): OrderStanding => ({
            merchantId: pageId,
            handovers: [],
            beyondMinor: 0,
            lines: [
              {
                pageId,
                isDonation: false,
                soldMinor,
                taxMinor,
                taxRateBasisPoints,
                adjustedMinor: 0,
                refundedMinor,
              },
            ],
          })
          const netMinor = soldMinor - taxMinor
          const fee = {
            pageId,
            netMinor,
            feeMinor: proportion(netMinor, feeRate, 10_000),
            feeTaxMinor: 7,
            taxAccount: { kind: 'tax' as const, ownerId: pageId, detail: 'fee' },
          }
          const books = (back: number) => [...earned(at(back)), ...feeNow(fee, at(back))]

          let back = 0
          const entered = books(0)
          for (const part of [...parts, soldMinor]) {
            const next = Math.min(soldMinor, back + part)
            entered.push(...difference(books(back), books(next)))
            back = next
          }

          expect(difference([], entered)).toEqual([])
        },
      ),
    )
  })

  it('balances after any sale, payment, packing and refunds, and ends with nothing', async () => {
    await fc.assert(
      fc.asyncProperty(lines, steps, fc.boolean(), async (draft, happenings, isMember) => {
        const personId = isMember ? (await aPerson(db)).id : null
        const handovers = [{ pageId: pages[0]?.id ?? '', feeMinor: 250, rate: 2000 }]
        const { order, lines: sold } = await anOrder(db, { lines: draft, handovers, personId })
        const payment = await aPayment(db, order)
        await enterPayment(db, payment.id)
        await enterSale(db, order.id)
        const left = sold.map((line) => line.unitMinor * line.quantity)
        const giveBack = async (amounts: Map<number, number>, beyond: number) => {
          const parts = [...amounts].map(([place, amountMinor]) => ({
            lineId: sold[place]?.id ?? '',
            amountMinor,
          }))
          const amountMinor = parts.reduce((sum, part) => sum + part.amountMinor, beyond)
          if (amountMinor === 0) return
          const made = { orderId: order.id, paymentId: payment.id, amountMinor, lines: parts }
          const refundId = await aRefund(db, made)
          await enterRefund(db, refundId)
          await enterRefundDone(db, refundId)
        }

        for (const step of happenings) {
          const place = step.place % sold.length
          const lineId = sold[place]?.id ?? ''
          if (step.refund) {
            const amount = Math.floor(((left[place] ?? 0) * step.share) / 100)
            left[place] = (left[place] ?? 0) - amount
            await giveBack(new Map([[place, amount]]), 0)
          } else {
            const packingId = await aPacking(db, lineId, step.adjust)
            for (let told = 0; told < step.told; told += 1)
              await enterAdjustment(db, { orderId: order.id, lineId, packingId })
          }
        }
        for (const [place, { id: lineId }] of sold.entries()) {
          const packingId = await aPacking(db, lineId, 0)
          await enterAdjustment(db, { orderId: order.id, lineId, packingId })
          await giveBack(new Map([[place, left[place] ?? 0]]), 0)
        }
        await giveBack(new Map(), 250)

        expect(await leftOn(db, [order.id])).toEqual({})
      }),
      { numRuns: 25 },
    )

    const { rows } = await db.execute(sql`select entry_id from ledger.postings
      group by 1 having sum(amount_minor) <> 0`)
    expect(rows).toEqual([])
  })

  it('leaves the tax of the invoice on the accounts of its rates', async () => {
    await fc.assert(
      fc.asyncProperty(lines, async (draft) => {
        const goods = draft.map((line) => ({ ...line, kind: 'product' as const }))
        const own = goods.map((line) => ({ ...line, pageId: pages[0]?.id ?? '' }))
        const { order } = await anOrder(db, { lines: own })
        await aPayment(db, order)

        await enterSale(db, order.id)

        const left = await leftOn(db, [order.id])
        const taxes = Object.entries(left).filter(([name]) => name.startsWith('tax:'))
        expect(taxes.reduce((total, [, minor]) => total - minor, 0)).toBe(order.taxMinor)
        expect(left['guests']).toBeUndefined()
        expect(left['provider']).toBe(order.totalMinor)
      }),
      { numRuns: 15 },
    )
  })
})
