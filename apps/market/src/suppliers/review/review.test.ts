import { and, eq } from 'drizzle-orm'
import { priceChanges } from '@rose-ash/shared/db/models/market-prices'
import { acceptRules, proposals } from '@rose-ash/shared/db/models/market-review'
import { productCategories, categories } from '@rose-ash/shared/db/models/market-shelves'
import { testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { ourPrice, reviewWorld } from '../testing/review-world.ts'
import { rejectProposal } from './decide.ts'

const { db } = await testDatabase()

describe('what is new', () => {
  it('becomes a draft with one variant at the price of the rule, in a category', async () => {
    const { accept, ours, site, marketId, open } = await reviewWorld(db)
    const [category] = await db
      .insert(categories)
      .values({ marketId, slug: 'pantry', title: 'Pantry' })
      .returning()
    const product = site.products[1]

    await accept('A-2', { categoryId: category?.id })

    expect(await ours('A-2')).toMatchObject({
      product: { status: 'draft', title: product?.name, marketId },
      variant: { priceMinor: ourPrice(product?.priceMinor ?? 0), currency: 'EUR', sku: 'A-2' },
      supply: { capacity: 0, taken: 0 },
    })
    expect(await db.$count(productCategories)).toBe(1)
    expect((await open()).map(({ externalId }) => externalId)).not.toContain('A-2')
  })

  it('can be edited before, and needs a price when no rule says one', async () => {
    const { accept, ours, open } = await reviewWorld(db, { hasRule: false })
    const waiting = (await open()).length

    await expect(accept('A-2')).rejects.toMatchObject({ code: 'no_price' })
    expect(await ours('A-2')).toBeUndefined()
    expect(await open()).toHaveLength(waiting)
    await accept('A-2', { title: 'Our bread', priceMinor: 321 })

    expect(await ours('A-2')).toMatchObject({
      product: { title: 'Our bread' },
      variant: { priceMinor: 321 },
    })
  })

  it('that nobody wants is not offered again until its price or name changes', async () => {
    const { of, parts, read, open, site } = await reviewWorld(db)
    await rejectProposal(parts, await of('A-2'))
    const product = site.products[1]
    if (!product) throw new Error('there is one')

    product.inStock = !product.inStock
    await read()
    expect((await open()).map(({ externalId }) => externalId)).not.toContain('A-2')
    product.priceMinor += 500
    await read()
    expect((await of('A-2')).row.kind).toBe('new')
  })
})

describe('what changed', () => {
  it('is shown field by field, and changes our product when accepted', async () => {
    const { accept, ours, site, read, of } = await reviewWorld(db)
    await accept('A-2')
    const product = site.products[1]
    if (!product) throw new Error('there is one')
    const before = product.priceMinor
    product.priceMinor = 2_000
    product.name = 'A better loaf'
    await read()

    expect((await of('A-2')).row).toMatchObject({
      kind: 'changed',
      changes: [
        { field: 'name', to: 'A better loaf' },
        { field: 'price', from: `${before} EUR`, to: '2000 EUR' },
      ],
    })
    await accept('A-2')

    const now = await ours('A-2')
    expect(now).toMatchObject({
      product: { title: 'A better loaf', version: 2 },
      variant: { priceMinor: ourPrice(2_000) },
    })
    const history = await db
      .select({ priceMinor: priceChanges.priceMinor, reason: priceChanges.reason })
      .from(priceChanges)
      .where(eq(priceChanges.variantId, now?.variant.id ?? ''))
      .orderBy(priceChanges.at)
    expect(history.at(-1)).toEqual({
      priceMinor: ourPrice(2_000),
      reason: 'The supplier changed it',
    })
  })

  it('leaves the queue when it changes back, and is not asked twice when refused', async () => {
    const { accept, of, parts, site, read, open } = await reviewWorld(db, { count: 1 })
    const [product] = site.products
    if (!product) throw new Error('there is one')
    await accept('A-1-1')
    await accept('A-1-2')
    const price = product.priceMinor

    product.priceMinor = price + 100
    await read()
    expect(await open()).toHaveLength(2)
    product.priceMinor = price
    await read()
    expect(await open()).toEqual([])
    product.priceMinor = price + 100
    await read()
    await rejectProposal(parts, await of('A-1-1'))
    await read()
    expect((await open()).map(({ externalId }) => externalId)).toEqual(['A-1-2'])
    product.priceMinor = price + 101
    await read()
    expect((await of('A-1-1')).row.changes).toMatchObject([{ to: `${price + 101} EUR` }])
  })

  it('is accepted by rule up to a bound, and asked above it', async () => {
    const { accept, ours, site, read, open, supplier } = await reviewWorld(db)
    await accept('A-2')
    await accept('A-3')
    await db
      .insert(acceptRules)
      .values({ supplierId: supplier.id, field: 'price', maxBasisPoints: 1_000 })
    const [, second, third] = site.products
    if (!second || !third) throw new Error('there are three')
    const tenth = Math.floor(second.priceMinor / 10)
    second.priceMinor += tenth
    third.priceMinor = Math.ceil(third.priceMinor * 1.1) + 1
    const was = await ours('A-3')

    await read()

    expect((await ours('A-2'))?.variant.priceMinor).toBe(ourPrice(second.priceMinor))
    expect((await ours('A-3'))?.variant.priceMinor).toBe(was?.variant.priceMinor)
    const changed = (await open()).filter(({ kind }) => kind === 'changed')
    expect(changed.map(({ externalId }) => externalId)).toEqual(['A-3'])
    const byRule = await db
      .select()
      .from(proposals)
      .where(and(eq(proposals.supplierId, supplier.id), eq(proposals.kind, 'changed')))
    expect(byRule.filter(({ ruleId }) => ruleId !== null)).toMatchObject([
      { state: 'accepted', decidedBy: null },
    ])
  })
})
