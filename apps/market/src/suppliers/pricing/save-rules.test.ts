import { asc, eq } from 'drizzle-orm'
import { pricingRules } from '@rose-ash/shared/db/models/market-review'
import { testDatabase } from '@rose-ash/shared/testing'
import { expect, it } from 'vitest'
import { supplierWorld } from '../testing/supplier-world.ts'
import { addPricingRule, pricingForm } from './save-rules.ts'

const { db } = await testDatabase()

it('rules that are added at once are all kept, each at a place of its own', async () => {
  const { parts, people, supplier } = await supplierWorld(db, { count: 1 })
  const form = pricingForm.parse({
    margin: '30',
    roundToMinor: '5',
    endingMinor: '1',
    taxClass: 'standard',
  })

  await Promise.all([1, 2, 3, 4].map(() => addPricingRule(parts, { ...people, form })))

  const kept = await db
    .select({ position: pricingRules.position, margin: pricingRules.marginBasisPoints })
    .from(pricingRules)
    .where(eq(pricingRules.supplierId, supplier.id))
    .orderBy(asc(pricingRules.position))
  expect(kept).toEqual([0, 1, 2, 3].map((position) => ({ position, margin: 3_000 })))
})
