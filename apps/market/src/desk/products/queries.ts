import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import { type Db, has } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { products, productStatuses, taxClasses, variants } from '@rose-ash/shared/db/models/market'
import {
  productCategories,
  productImages,
  relatedProducts,
} from '@rose-ash/shared/db/models/market-shelves'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { type House, marketOfProduct, type RunMarket, type Runner } from '../runner.ts'
import { isLow } from '../stock/low.ts'
import type { VariantChange } from './product-change.ts'

export const ProductListQuery = z.object({
  q: z.string().trim().max(200).default(''),
  status: z.union([z.enum(productStatuses), z.literal('').transform(() => undefined)]).optional(),
  low: z.literal('on').optional(),
  before: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/)
    .optional(),
})

export type ProductListQuery = z.infer<typeof ProductListQuery>

const PER_PAGE = 40

/** The products of a market as its desk lists them, what was changed last first. */
export async function productsOfMarket(db: Db, marketId: string, query: ProductListQuery) {
  const { q, status, low, before } = query
  const [changedAt, id] = before?.split('~') ?? []
  const rows = await db
    .select({
      id: products.id,
      slug: products.slug,
      title: products.title,
      image: products.image,
      imageAlt: products.imageAlt,
      producer: products.producer,
      status: products.status,
      updatedAt: products.updatedAt,
      low: isLow,
      // To the microsecond, as the database keeps it.
      place: sql<string>`to_char(${products.updatedAt} at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || ${products.id}`,
      sizes: sql<number>`(select count(*)::int from market.variants counted
        where counted.product_id = market.products.id)`,
      fromMinor: sql<number | null>`(select min(priced.price_minor) from market.variants priced
        where priced.product_id = market.products.id and priced.active)`,
      onHand: sql<number | null>`(select sum(stock.capacity - stock.taken)::int
        from market.variants stocked join holds.supplies stock on stock.id = stocked.supply_id
        where stocked.product_id = market.products.id and stock.capacity is not null)`,
    })
    .from(products)
    .where(
      and(
        eq(products.marketId, marketId),
        status ? eq(products.status, status) : ne(products.status, 'archived'),
        q ? has(sql`${products.title} || ' ' || coalesce(${products.producer}, '')`, q) : undefined,
        low ? isLow : undefined,
        changedAt
          ? sql`(${products.updatedAt}, ${products.id}) < (${changedAt}::timestamptz, ${id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(products.updatedAt), desc(products.id))
    .limit(PER_PAGE + 1)
  const shown = rows.slice(0, PER_PAGE)
  return { products: shown, before: rows.length > PER_PAGE ? shown.at(-1)?.place : undefined }
}

export interface DeskVariant extends VariantChange {
  id: string
  supplyId: string
  currency: string
  /** What is there, sold ahead counted off; null: not counted. */
  onHand: number | null
  /** What lies in baskets that are paying. */
  held: number
}

export type DeskProduct = Omit<typeof products.$inferSelect, 'search' | 'marketId'> & {
  market: RunMarket
  categoryIds: string[]
  related: { slug: string; title: string }[]
  pictures: { image: string; alt: string }[]
  variants: DeskVariant[]
}

/** All of a product, in whatever state. @throws {NotFound} @throws {Forbidden} unless they run it. */
export async function productForDesk(
  db: Db,
  house: House,
  runner: Runner,
  productId: string,
): Promise<DeskProduct> {
  const market = await marketOfProduct(db, house, runner, productId)
  const [row] = await db.select().from(products).where(eq(products.id, productId))
  if (!row) throw new NotFound('product')
  const { search: _search, marketId: _marketId, ...product } = row
  const [ofCategories, more, related, ways] = await Promise.all([
    db.select().from(productCategories).where(eq(productCategories.productId, productId)),
    db
      .select({ image: productImages.image, alt: productImages.alt })
      .from(productImages)
      .where(eq(productImages.productId, productId))
      .orderBy(asc(productImages.position)),
    db
      .select({ slug: products.slug, title: products.title })
      .from(relatedProducts)
      .innerJoin(products, eq(products.id, relatedProducts.relatedId))
      .where(eq(relatedProducts.productId, productId))
      .orderBy(asc(relatedProducts.position)),
    variantsOf(db, productId),
  ])
  const { image, imageAlt: alt } = product
  return {
    ...product,
    market,
    categoryIds: ofCategories.map(({ categoryId }) => categoryId),
    related,
    pictures: [...(image === null ? [] : [{ image, alt }]), ...more],
    variants: ways,
  }
}

async function variantsOf(db: Db, productId: string): Promise<DeskVariant[]> {
  const rows = await db
    .select({
      variant: variants,
      backorder: supplies.backorder,
      held: supplies.held,
      onHand: sql<number | null>`${supplies.capacity} - ${supplies.taken}`,
    })
    .from(variants)
    .innerJoin(supplies, eq(supplies.id, variants.supplyId))
    .where(eq(variants.productId, productId))
    .orderBy(asc(variants.position))
  return rows.map(({ variant, ...stock }) => {
    const { productId: _productId, position: _position, ...values } = variant
    return { ...values, ...stock }
  })
}

/** What can be chosen as a product's tax class. */
export async function everyTaxClass(db: Db) {
  return db.select().from(taxClasses).orderBy(asc(taxClasses.rateBasisPoints))
}
