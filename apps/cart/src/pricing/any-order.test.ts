import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceOrder } from './price-order.ts'
import { amount, percent, voucher } from './testing/pricing-samples.ts'

const items = ['bread', 'jam', 'mug', 'choir']
const pages = ['bakery', 'farm']

const someLines = fc.uniqueArray(
  fc.record({
    key: fc.string({ minLength: 1, maxLength: 3 }),
    kind: fc.constantFrom('product' as const, 'ticket' as const, 'donation' as const),
    itemId: fc.constantFrom(...items),
    pageId: fc.constantFrom(...pages),
    unitMinor: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 1_000_000 })),
    quantity: fc.integer({ min: 1, max: 99 }),
    taxRateBasisPoints: fc.constantFrom(0, 500, 700, 1900, 2000, 10_000),
  }),
  {
    selector: ({ key }) => key,
    comparator: (a, b) => a === b,
    maxLength: 8,
  },
)

const someVouchers = fc.uniqueArray(
  fc
    .record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      kind: fc.constantFrom('percent' as const, 'amount' as const, 'free_item' as const),
      worth: fc.integer({ min: 1, max: 10_000 }),
      pageId: fc.option(fc.constantFrom(...pages)),
      item: fc.option(fc.constantFrom(...items)),
      minimumMinor: fc.constantFrom(0, 0, 500),
    })
    .map(({ id, kind, worth, pageId, item, minimumMinor }) => {
      const itemId = kind === 'free_item' ? (item ?? 'bread') : item
      const itemKind = itemId === null ? null : ('product' as const)
      const terms = { id, pageId, minimumMinor, itemId, itemKind }
      if (kind === 'percent') return percent(worth, terms)
      return kind === 'amount' ? amount(worth, terms) : voucher({ ...terms, kind })
    }),
  { selector: ({ id }) => id, maxLength: 5 },
)

const someFees = fc.array(
  fc.record({
    pageId: fc.constantFrom(...pages),
    feeMinor: fc.integer({ min: 0, max: 2_000 }),
    taxRateBasisPoints: fc.constantFrom(0, 2000),
  }),
  { maxLength: 2 },
)

const someOrder = fc.record({ lines: someLines, vouchers: someVouchers, fees: someFees })
const sum = (amounts: number[]) => amounts.reduce((total, one) => total + one, 0)

describe('any order', () => {
  it('adds up to the penny', () => {
    fc.assert(
      fc.property(someOrder, (input) => {
        const priced = priceOrder(input)

        expect(priced.totalMinor).toBe(
          sum(priced.lines.map((one) => one.totalMinor)) + priced.feesMinor,
        )
        expect(priced.totalMinor).toBe(priced.itemsMinor - priced.discountMinor + priced.feesMinor)
        expect(priced.discountMinor).toBe(sum(priced.vouchers.map((one) => one.discountMinor)))
        expect(priced.taxMinor).toBe(
          sum([...priced.lines, ...priced.fees].map((one) => one.taxMinor)),
        )
        expect(sum(priced.taxes.map((one) => one.grossMinor))).toBe(priced.totalMinor)
        expect(sum(priced.taxes.map((one) => one.netMinor + one.taxMinor))).toBe(priced.totalMinor)
      }),
      { numRuns: 500 },
    )
  })

  it('has no line below zero and no discount on a donation', () => {
    fc.assert(
      fc.property(someOrder, (input) => {
        priceOrder(input).lines.forEach(({ totalMinor, discountMinor, taxMinor }, place) => {
          expect(totalMinor).toBeGreaterThanOrEqual(0)
          expect(discountMinor).toBeGreaterThanOrEqual(0)
          expect(taxMinor).toBeLessThanOrEqual(totalMinor)
          expect(input.lines[place]?.kind === 'donation' && discountMinor > 0).toBe(false)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('costs the same in whatever order its lines and vouchers come', () => {
    const shuffled = someOrder.chain((input) =>
      fc.record({
        input: fc.constant(input),
        lines: fc.shuffledSubarray(input.lines, { minLength: input.lines.length }),
        vouchers: fc.shuffledSubarray(input.vouchers, { minLength: input.vouchers.length }),
      }),
    )
    const byKey = (priced: ReturnType<typeof priceOrder>) => ({
      ...priced,
      lines: new Map(priced.lines.map((one) => [one.key, one])),
      vouchers: new Map(priced.vouchers.map((one) => [one.id, one])),
    })
    fc.assert(
      fc.property(shuffled, ({ input, lines, vouchers }) => {
        expect(byKey(priceOrder({ ...input, lines, vouchers }))).toEqual(byKey(priceOrder(input)))
      }),
      { numRuns: 500 },
    )
  })

  it('never gets more off a voucher than it says', () => {
    fc.assert(
      fc.property(someOrder, (input) => {
        priceOrder(input).vouchers.forEach(({ discountMinor, problem }, place) => {
          const terms = input.vouchers[place]
          const own = input.lines.filter(
            (one) =>
              one.kind !== 'donation' &&
              (!terms?.pageId || terms.pageId === one.pageId) &&
              (!terms?.itemId || (one.kind === 'product' && terms.itemId === one.itemId)),
          )
          const gross = sum(own.map((one) => one.unitMinor * one.quantity))
          const worth = {
            amount: terms?.amountMinor ?? 0,
            percent: (gross * (terms?.basisPoints ?? 0)) / 10_000,
            free_item: Math.max(0, ...own.map(({ unitMinor }) => unitMinor)),
          }
          expect(discountMinor).toBeLessThanOrEqual(worth[terms?.kind ?? 'amount'])
          expect(problem === undefined).toBe(discountMinor > 0)
        })
      }),
      { numRuns: 500 },
    )
  })
})
