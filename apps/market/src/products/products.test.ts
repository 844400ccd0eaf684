import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aVariant, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { newest } from './queries.ts'
import { pricePerMeasure } from './price-per-measure.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const price = (amount: number) => ({ amount, currency: 'GBP' })

describe('a product', () => {
  it('shows what is left, and that it is sold out', async () => {
    const few = await aVariant(db, { stock: 3, title: 'Bunched carrots' })
    const none = await aVariant(db, { stock: 0, title: 'Orchard honey' })
    const cards = await newest(db, 10)
    const pathOf = (id: string) => cards.find((card) => card.variantId === id)?.href ?? ''

    const [carrots, honey] = [await look(pathOf(few.id)), await look(pathOf(none.id))]

    expect(carrots).toContain('Only 3 left')
    expect(carrots).toContain('Add to basket')
    expect(honey).toContain('Sold out')
    expect(honey).not.toContain('Add to basket')
  })

  it('that nobody has is a page that says so', async () => {
    const response = await app.inject({ url: '/products/none', headers: { accept: 'text/html' } })

    expect(response.statusCode).toBe(404)
  })
})

describe('the price per measure', () => {
  it('is for a whole kilogram or litre', () => {
    const kilo = { measureAmount: 450, measureUnit: 'g' } as const

    expect(pricePerMeasure(price(190), kilo)).toEqual({ price: price(422), unit: 'kg' })
    expect(pricePerMeasure(price(260), { measureAmount: 6, measureUnit: 'each' })).toEqual({
      price: price(43),
      unit: 'each',
    })
    expect(pricePerMeasure(price(260), { measureAmount: null, measureUnit: null })).toBeUndefined()
  })

  it('is never more than half a penny off', () => {
    const pence = fc.integer({ min: 0, max: 1_000_000 })
    const grams = fc.integer({ min: 1, max: 100_000 })
    fc.assert(
      fc.property(pence, grams, (amount, measureAmount) => {
        const per = pricePerMeasure(price(amount), { measureAmount, measureUnit: 'g' })
        const off = Math.abs((per?.price.amount ?? NaN) - (amount * 1_000) / measureAmount)
        expect(off).toBeLessThanOrEqual(0.5)
      }),
    )
  })
})

async function look(path: string): Promise<string> {
  const { body } = await app.inject({ url: path, headers: { accept: 'text/html' } })
  return body
}
