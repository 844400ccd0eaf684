import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { acceptRules, pricingRules, supplierItems } from '@rose-ash/shared/db/models/market-review'
import { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { variants } from '@rose-ash/shared/db/models/market'
import type { Db } from '@rose-ash/shared/db'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { comparable, priceOf } from '../review/comparable.ts'
import type { FoundProduct } from '../../scraping/extract/found-product.ts'
import { priceOurs, rulesOf } from './our-price.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>
type ByPerson = { personId: string; supplierId: string }

/** One pricing rule as its form sends it; percent, and minor units. */
export const pricingForm = z
  .object({
    match: z.string().trim().max(200).default(''),
    margin: z.coerce.number().min(0).max(1_000),
    roundToMinor: z.coerce.number().int().min(1).max(100_000),
    endingMinor: z.coerce.number().int().min(0),
    taxClass: z.string().min(1).max(50),
    pricesIncludeTax: z.literal('on').optional(),
  })
  .refine(({ endingMinor, roundToMinor }) => endingMinor <= roundToMinor, {
    path: ['endingMinor'],
    error: 'Take off less than you round to.',
  })

/** Adds a rule after those that are there. @throws {NotManaging} */
export async function addPricingRule(
  parts: Parts,
  { form, ...by }: ByPerson & { form: z.infer<typeof pricingForm> },
): Promise<void> {
  await managedSupplier(parts, by)
  const { supplierId } = by
  const { margin, pricesIncludeTax, ...rule } = form
  await parts.db.transaction(async (tx) => {
    // The supplier's row is the lock: two that are added at once get two places.
    await tx.select().from(suppliers).where(eq(suppliers.id, supplierId)).for('update')
    const rules = await tx
      .select({ position: pricingRules.position })
      .from(pricingRules)
      .where(eq(pricingRules.supplierId, supplierId))
    await tx.insert(pricingRules).values({
      ...rule,
      supplierId,
      position: Math.max(-1, ...rules.map(({ position }) => position)) + 1,
      marginBasisPoints: Math.round(margin * 100),
      pricesIncludeTax: pricesIncludeTax === 'on',
    })
  })
}

/** Takes a rule away. Taken twice, nothing more goes. @throws {NotManaging} */
export async function removePricingRule(
  parts: Parts,
  { ruleId, ...by }: ByPerson & { ruleId: string },
): Promise<void> {
  await managedSupplier(parts, by)
  await parts.db.transaction(async (tx) => {
    const [rule] = await tx.select().from(pricingRules).where(eq(pricingRules.id, ruleId))
    if (rule?.supplierId !== by.supplierId) return
    await tx.delete(pricingRules).where(eq(pricingRules.id, ruleId))
  })
}

const atMost = 200

/** What the rules would make of what is sold already: its price now, and by the rules. */
export async function previewPrices(db: Db, supplierId: string) {
  const rules = await rulesOf(db, supplierId)
  const rows = await db
    .select({ item: supplierItems, now: variants.priceMinor, currency: variants.currency })
    .from(supplierItems)
    .innerJoin(variants, eq(variants.id, supplierItems.variantId))
    .where(eq(supplierItems.supplierId, supplierId))
    .orderBy(supplierItems.title)
    .limit(atMost)
  return rows.map(({ item, now, currency }) => {
    const cost = priceOf(comparable(item.found as FoundProduct).price)
    const fits = cost?.currency === currency
    const ours = cost && fits ? priceOurs(rules, item, cost.amount) : undefined
    return {
      title: item.title,
      caseSize: item.caseSize,
      currency,
      costMinor: cost?.amount,
      nowMinor: now,
      thenMinor: ours?.priceMinor,
    }
  })
}

/** What may change by itself, as its form sends it. */
export const acceptForm = z.object({
  price: z.literal('on').optional(),
  percent: z.coerce.number().min(0).max(100).default(0),
  stock: z.literal('on').optional(),
  text: z.literal('on').optional(),
  image: z.literal('on').optional(),
})

/** Says what may change without a person. @throws {NotManaging} */
export async function saveAcceptRules(
  parts: Parts,
  { form, ...by }: ByPerson & { form: z.infer<typeof acceptForm> },
): Promise<void> {
  await managedSupplier(parts, by)
  await parts.db.transaction(async (tx) => {
    for (const field of ['price', 'stock', 'text', 'image'] as const) {
      const active = form[field] === 'on'
      const maxBasisPoints = field === 'price' ? Math.round(form.percent * 100) : null
      await tx
        .insert(acceptRules)
        .values({ supplierId: by.supplierId, field, maxBasisPoints, active })
        .onConflictDoUpdate({
          target: [acceptRules.supplierId, acceptRules.field],
          set: { active, maxBasisPoints },
        })
    }
  })
}
