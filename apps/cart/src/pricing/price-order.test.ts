import { describe, expect, it } from 'vitest'
import type { VoucherTerms } from '../vouchers/voucher-terms.ts'
import { priceOrder } from './price-order.ts'
import { amount, free, line, percent } from './testing/pricing-samples.ts'

describe('an order', () => {
  it('adds up lines, fees and their tax', () => {
    const bread = line({ quantity: 3 })
    const mug = line({ key: 'mug', itemId: 'mug', unitMinor: 1250, taxRateBasisPoints: 2000 })
    const fees = [{ pageId: 'bakery', feeMinor: 300, taxRateBasisPoints: 2000 }]

    expect(priceOrder({ lines: [bread, mug], vouchers: [percent(1000)], fees })).toEqual({
      lines: [
        { key: 'bread', discountMinor: 96, taxMinor: 0, totalMinor: 864 },
        { key: 'mug', discountMinor: 125, taxMinor: 188, totalMinor: 1125 },
      ],
      fees: [{ pageId: 'bakery', taxMinor: 50 }],
      itemsMinor: 2210,
      discountMinor: 221,
      feesMinor: 300,
      totalMinor: 2289,
      taxMinor: 238,
      taxes: [
        { rateBasisPoints: 0, netMinor: 864, taxMinor: 0, grossMinor: 864 },
        { rateBasisPoints: 2000, netMinor: 1187, taxMinor: 238, grossMinor: 1425 },
      ],
      vouchers: [{ id: 'v1', discountMinor: 221 }],
    })
  })

  it('takes free things off first, then percents, then amounts, whatever came first', () => {
    const vouchers = [
      amount(100, { id: 'a' }),
      percent(5000, { id: 'p' }),
      free('bread', { id: 'f' }),
    ]

    const { vouchers: taken, totalMinor } = priceOrder({
      lines: [line({ quantity: 2 })],
      vouchers,
      fees: [],
    })

    expect(taken).toEqual([
      { id: 'a', discountMinor: 100 },
      { id: 'p', discountMinor: 160 },
      { id: 'f', discountMinor: 320 },
    ])
    expect(totalMinor).toBe(60)
  })

  it('never goes below zero, nor takes anything off donations, fees or other pages', () => {
    const gift = line({ key: 'gift', kind: 'donation', itemId: 'bakery', unitMinor: 500 })
    const jam = line({ key: 'jam', itemId: 'jam', pageId: 'farm' })
    const fees = [{ pageId: 'bakery', feeMinor: 300, taxRateBasisPoints: 0 }]
    const vouchers = [amount(5000, { pageId: 'bakery' })]

    const priced = priceOrder({ lines: [line(), gift, jam], vouchers, fees })

    expect(priced.lines.map(({ totalMinor }) => totalMinor)).toEqual([0, 500, 320])
    expect(priced.vouchers).toEqual([{ id: 'v1', discountMinor: 320 }])
    expect(priced.totalMinor).toBe(1120)
  })

  it('says why a voucher takes nothing off', () => {
    const problemOf = (terms: VoucherTerms) =>
      priceOrder({ lines: [line()], vouchers: [terms], fees: [], currency: 'GBP' }).vouchers

    expect(problemOf(free('jam'))).toMatchObject([{ problem: 'nothing_for_it' }])
    expect(problemOf(percent(1000, { pageId: 'farm' }))).toMatchObject([
      { problem: 'nothing_for_it' },
    ])
    expect(problemOf(percent(1000, { minimumMinor: 321 }))).toMatchObject([
      { problem: 'below_minimum' },
    ])
    expect(problemOf(percent(1000, { minimumMinor: 320 }))).toEqual([
      { id: 'v1', discountMinor: 32 },
    ])
    expect(problemOf(amount(100, { currency: 'EUR' }))).toMatchObject([
      { problem: 'other_currency' },
    ])
  })

  it('gives one thing for each voucher, and a voucher once', () => {
    const two = [
      free('bread', { id: 'f1' }),
      free('bread', { id: 'f2' }),
      free('bread', { id: 'f2' }),
    ]

    expect(priceOrder({ lines: [line()], vouchers: two, fees: [] }).vouchers).toEqual([
      { id: 'f1', discountMinor: 320 },
      { id: 'f2', discountMinor: 0, problem: 'nothing_for_it' },
    ])
    expect(priceOrder({ lines: [line({ quantity: 2 })], vouchers: two, fees: [] }).totalMinor).toBe(
      0,
    )
  })
})
