import { randomUUID } from 'node:crypto'
import slugify from '@sindresorhus/slugify'
import { eq, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { products, variants } from '@rose-ash/shared/db/models/market'
import { categories, productCategories } from '@rose-ash/shared/db/models/market-shelves'
import { supplierItems } from '@rose-ash/shared/db/models/market-review'
import { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { NotFound } from '@rose-ash/shared/errors'
import type { FoundProduct } from '../../scraping/extract/found-product.ts'
import { wantPicture } from '../pictures/want-picture.ts'
import { priceOurs, rulesOf } from '../pricing/our-price.ts'
import { type Comparable, comparable, priceOf } from './comparable.ts'
import { NoPrice } from './errors.ts'
import type { Item } from './item.ts'
import { orderAhead } from './order-ahead.ts'

export interface Creation {
  item: Item
  personId: string
  categoryId?: string | undefined
  /** What somebody wrote instead of what was found. */
  title?: string | undefined
  priceMinor?: number | undefined
}

/**
 * Makes a draft of what a supplier offers, with one variant that is sold singly, at the price that the
 * rules make of the case's. Its picture follows as soon as it is fetched.
 *
 * @returns the product's id.
 * @throws {NoPrice} when no rule and nobody says what it costs.
 * @throws {NotFound} when the category is not one of the market's.
 */
export async function createProduct(tx: Db, creation: Creation): Promise<string> {
  const { item, personId, categoryId } = creation
  const found = item.found as FoundProduct
  const seen = comparable(found)
  const [supplier] = await tx.select().from(suppliers).where(eq(suppliers.id, item.supplierId))
  if (!supplier) throw new NotFound('supplier')
  const { marketId, currency } = supplier
  const ours = await oursOf(tx, item, { seen, currency })
  const priceMinor = creation.priceMinor ?? ours?.priceMinor
  if (priceMinor === undefined) throw new NoPrice(item.title)
  const title = creation.title ?? item.title
  await explainChanges(tx, { personId, reason: `New at ${supplier.title}` })
  const end = randomUUID().slice(-6)
  const values = {
    marketId,
    // Two loaves of the same name need two addresses.
    slug: `${slugify(title).slice(0, 80) || 'product'}-${end}`,
    title,
    description: found.description ?? '',
    producer: found.brand ?? null,
    position: sql<number>`(select coalesce(max(position), -1) + 1
      from market.products as last_one where last_one.market_id = ${marketId})`,
    ...(ours && { taxClass: ours.taxClass }),
  }
  const [product] = await tx.insert(products).values(values).returning({ id: products.id })
  if (!product) throw new Error('an insert answers its row')
  const { id } = product
  const variantId = await addVariant(tx, { productId: id, priceMinor, currency, found, seen })
  if (categoryId !== undefined) await file(tx, { marketId, categoryId, productId: id })
  await tx
    .update(supplierItems)
    .set({ accepted: seen, variantId, rejected: {} })
    .where(eq(supplierItems.id, item.id))
  if (seen.image !== undefined) await wantPicture(tx, { item, url: seen.image })
  return id
}

async function oursOf(
  tx: Db,
  item: Item,
  { seen, currency }: { seen: Comparable; currency: string },
) {
  const cost = priceOf(seen.price)
  if (!cost || cost.currency !== currency) return undefined
  return priceOurs(await rulesOf(tx, item.supplierId), item, cost.amount)
}

interface NewVariant {
  productId: string
  priceMinor: number
  currency: string
  found: FoundProduct
  seen: Comparable
}

async function addVariant(tx: Db, variant: NewVariant): Promise<string> {
  const { found, seen, ...values } = variant
  // Nothing of it lies on our shelf yet; what the supplier has may be ordered ahead.
  const [supply] = await tx
    .insert(supplies)
    .values({ capacity: 0, backorder: orderAhead(seen) ?? 0 })
    .returning({ id: supplies.id })
  const [row] = await tx
    .insert(variants)
    .values({
      ...values,
      supplyId: supply?.id ?? '',
      title: '',
      sku: found.sku ?? null,
      gtin: found.gtin ?? null,
      ...(found.measure && {
        measureAmount: found.measure.amount,
        measureUnit: found.measure.unit,
      }),
    })
    .returning({ id: variants.id })
  return row?.id ?? ''
}

async function file(
  tx: Db,
  { marketId, categoryId, productId }: Record<'marketId' | 'categoryId' | 'productId', string>,
): Promise<void> {
  const { rows } = await tx.execute(sql`
    insert into ${productCategories} (category_id, product_id)
    select id, ${productId} from ${categories} where id = ${categoryId} and market_id = ${marketId}
    for key share returning product_id`)
  if (rows.length === 0) throw new NotFound('category')
}
