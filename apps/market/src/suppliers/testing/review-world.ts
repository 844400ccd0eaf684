import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { pricingRules, supplierItems } from '@rose-ash/shared/db/models/market-review'
import { products, variants } from '@rose-ash/shared/db/models/market'
import { acceptProposal, type Edits } from '../review/decide.ts'
import { openProposals } from '../review/queries.ts'
import { supplierWorld } from './supplier-world.ts'

/** All sold at half as much again, up to the next .x4 or .x9. */
export const halfAgain = {
  marginBasisPoints: 5_000,
  roundToMinor: 5,
  endingMinor: 1,
  position: 0,
  pricesIncludeTax: true,
}

/** What `halfAgain` makes of a cost. */
export const ourPrice = (costMinor: number): number => Math.ceil((costMinor * 1.5 + 1) / 5) * 5 - 1

/** A supplier whose catalogue was read once. */
export async function reviewWorld(db: Db, { count = 3, hasRule = true } = {}) {
  const world = await supplierWorld(db, { count })
  const { supplier, managerId: personId, parts } = world
  if (hasRule) await db.insert(pricingRules).values({ supplierId: supplier.id, ...halfAgain })
  await world.read()
  const open = async () => (await openProposals(db, supplier.id, { limit: 100 })).rows
  const of = async (id: string) => {
    const row = (await open()).find(({ externalId }) => externalId === id)
    if (!row) throw new Error(`nothing waits for ${id}`)
    return { personId, supplierId: supplier.id, proposalId: row.id, version: row.version, row }
  }
  return {
    ...world,
    open,
    of,
    accept: async (id: string, edits: Edits = {}) =>
      acceptProposal(parts, { ...(await of(id)), edits }),
    async ours(id: string) {
      const [row] = await db
        .select({ item: supplierItems, variant: variants, product: products, supply: supplies })
        .from(supplierItems)
        .innerJoin(variants, eq(variants.id, supplierItems.variantId))
        .innerJoin(products, eq(products.id, variants.productId))
        .innerJoin(supplies, eq(supplies.id, variants.supplyId))
        .where(and(eq(supplierItems.supplierId, supplier.id), eq(supplierItems.externalId, id)))
      return row
    },
  }
}
