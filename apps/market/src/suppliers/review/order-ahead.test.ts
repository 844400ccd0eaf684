import { eq } from 'drizzle-orm'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { acceptRules } from '@rose-ash/shared/db/models/market-review'
import { testDatabase } from '@rose-ash/shared/testing'
import { expect, it } from 'vitest'
import { reviewWorld } from '../testing/review-world.ts'
import { orderAhead } from './order-ahead.ts'

const { db } = await testDatabase()

it.each([
  [{ availability: 'in_stock' }, 10],
  [{ availability: 'in_stock', caseSize: 12 }, 120],
  [{ availability: 'in_stock', stock: 3, caseSize: 12 }, 36],
  [{ availability: 'in_stock', stock: 0 }, 0],
  [{ stock: 900_000, caseSize: 12 }, 1_000_000],
  [{ availability: 'out_of_stock', stock: 3 }, 0],
  [{ availability: 'gone' }, 0],
  [{ availability: 'preorder' }, undefined],
  [{}, undefined],
] as const)('of what a supplier says as %o, %s may be ordered ahead', (seen, ahead) => {
  expect(orderAhead(seen)).toBe(ahead)
})

it('a draft of what is there without a number can be sold ahead, and again when it is back', async () => {
  const { accept, ours, site, read, supplier } = await reviewWorld(db)
  const product = site.products[1]
  if (!product) throw new Error('there is one')
  product.inStock = true
  await read()
  await accept('A-2')
  const backorder = async () => (await ours('A-2'))?.supply.backorder
  expect(await backorder()).toBe(10)
  const [kept] = await db
    .select()
    .from(supplies)
    .where(eq(supplies.id, (await ours('A-2'))?.supply.id ?? ''))
  expect(kept).toMatchObject({ capacity: 0, held: 0, taken: 0 })
  await db.insert(acceptRules).values({ supplierId: supplier.id, field: 'stock' })

  product.inStock = false
  await read()
  expect(await backorder()).toBe(0)
  product.inStock = true
  await read()

  expect(await backorder()).toBe(10)
  expect((await ours('A-2'))?.product).toMatchObject({ status: 'draft', image: null })
})
