import { eq, sql } from 'drizzle-orm'
import { type Column, type Db, explainChanges } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { products, variants } from '@rose-ash/shared/db/models/market'
import { type FieldChange, supplierItems } from '@rose-ash/shared/db/models/market-review'
import { askToTell } from '../../desk/products/tell-change.ts'
import { wantPicture } from '../pictures/want-picture.ts'
import { priceOurs, rulesOf } from '../pricing/our-price.ts'
import { type Comparable, priceOf } from './comparable.ts'
import { NoPrice } from './errors.ts'
import type { Item } from './item.ts'
import { lockProduct } from './lock-product.ts'
import { orderAhead } from './order-ahead.ts'

export interface Application {
  item: Item
  changes: FieldChange[]
  /** Null when a rule decided. */
  personId: string | null
  /** Our price, when somebody wrote another than the rules make. */
  priceMinor?: number | undefined
}

/**
 * Lets our market follow a supplier: what is accepted becomes the product's words, price and what may
 * be ordered ahead; a picture follows when it is fetched. An item that is no product of ours yet only
 * remembers.
 *
 * @throws {NoPrice} when the price changed and no rule says what ours is.
 */
export async function applyChanges(tx: Db, application: Application): Promise<void> {
  const { item, changes, personId } = application
  const to = Object.fromEntries(changes.map(({ field, to }) => [field, to])) as Comparable
  const caseSize = to.caseSize ?? item.caseSize
  const accepted = { ...item.accepted, ...to }
  await tx
    .update(supplierItems)
    .set({
      accepted,
      caseSize,
      looseUnits: sql`least(${supplierItems.looseUnits}, ${caseSize - 1})`,
    })
    .where(eq(supplierItems.id, item.id))
  if (item.variantId === null) return
  await lockProduct(tx, item.id)
  const reason = 'The supplier changed it'
  await explainChanges(tx, { ...(personId !== null && { personId }), reason, kind: 'correction' })
  if (to.price !== undefined || application.priceMinor !== undefined)
    await reprice(tx, { ...application, item: { ...item, caseSize } }, to.price)
  if (to.image !== undefined) await wantPicture(tx, { item, url: to.image })
  const { name: title, description } = to
  const words = {
    ...(title && { title }),
    ...(description && { description }),
  }
  await changeProduct(tx, item.variantId, words)
  const isNews = 'price' in to || 'name' in to || 'description' in to
  if (isNews || application.priceMinor !== undefined) await tell(tx, item.variantId)
  const { stock } = accepted
  await changeSupply(tx, item.variantId, { ...to, ...(to.availability && { stock }), caseSize })
}

async function reprice(
  tx: Db,
  { item, priceMinor }: Application,
  price: string | undefined,
): Promise<void> {
  if (item.variantId === null) return
  const cost = priceOf(price)
  const [variant] = await tx.select().from(variants).where(eq(variants.id, item.variantId))
  if (!variant) return
  const fits = cost !== undefined && cost.currency === variant.currency
  const ours = fits ? priceOurs(await rulesOf(tx, item.supplierId), item, cost.amount) : undefined
  const next = priceMinor ?? ours?.priceMinor
  if (next === undefined) throw new NoPrice(item.title)
  const atMost = (column: Column) =>
    sql`case when ${column} > ${next} then ${next} else ${column} end`
  await tx
    .update(variants)
    .set({
      priceMinor: next,
      memberPriceMinor: atMost(variants.memberPriceMinor),
      floorMinor: atMost(variants.floorMinor),
      salePriceMinor: atMost(variants.salePriceMinor),
    })
    .where(eq(variants.id, variant.id))
}

/** Whoever follows the market is told what it costs and is called now. */
async function tell(tx: Db, variantId: string): Promise<void> {
  const [variant] = await tx
    .select({ productId: variants.productId })
    .from(variants)
    .where(eq(variants.id, variantId))
  if (variant) await askToTell(tx, variant.productId)
}

async function changeProduct(
  tx: Db,
  variantId: string,
  words: Partial<typeof products.$inferInsert>,
): Promise<void> {
  if (Object.keys(words).length === 0) return
  await tx
    .update(products)
    .set({ ...words, version: sql`${products.version} + 1`, updatedAt: sql`now()` })
    .where(
      sql`${products.id} = (select product_id from ${variants} where ${variants.id} = ${variantId})`,
    )
}

/**
 * What the supplier has may be ordered ahead, as far as it says how much; what it has not, may not. What
 * lies on our own shelf is ours to count.
 */
async function changeSupply(tx: Db, variantId: string, seen: Comparable): Promise<void> {
  const ahead = orderAhead(seen)
  const isOut = seen.availability === 'out_of_stock' || seen.availability === 'gone'
  if (seen.availability !== undefined && !isOut)
    await tx.update(variants).set({ active: true }).where(eq(variants.id, variantId))
  if (ahead === undefined) return
  // What was sold ahead already stays sold.
  const sold = sql`${supplies.held} + ${supplies.taken} - ${supplies.capacity}`
  await tx
    .update(supplies)
    .set({ backorder: sql`greatest(${ahead}, coalesce(${sold}, 0), 0)` })
    .where(
      sql`${supplies.id} = (select supply_id from ${variants} where ${variants.id} = ${variantId})`,
    )
}
