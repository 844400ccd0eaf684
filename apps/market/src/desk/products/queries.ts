import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import { type Column, type Db, has, type SQL } from '@rose-ash/shared/db'
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

/** All of a product that its form has, in whatever state it is. */
export type ReadProduct = Omit<typeof products.$inferSelect, 'search' | 'marketId'> & {
  categoryIds: string[]
  related: { slug: string; title: string }[]
  pictures: { image: string; alt: string }[]
  variants: DeskVariant[]
}

export type DeskProduct = ReadProduct & { market: RunMarket }

/** All of a product, in whatever state. @throws {NotFound} @throws {Forbidden} unless they run it. */
export async function productForDesk(
  db: Db,
  house: House,
  runner: Runner,
  productId: string,
): Promise<DeskProduct> {
  const market = await marketOfProduct(db, house, runner, productId)
  const product = (await readProducts(db, [productId])).get(productId)
  if (!product) throw new NotFound('product')
  return { ...product, market }
}

/** All of these products, by their ids, for somebody who was let in already. Five statements. */
export async function readProducts(
  db: Db,
  productIds: readonly string[],
): Promise<Map<string, ReadProduct>> {
  const isOf = (column: Column) => sql`${column} = any(${sql.param(productIds)}::uuid[])`
  const rows = await db.select().from(products).where(isOf(products.id))
  const { productId, image, alt } = productImages
  const [ofCategories, more, related, ways] = await Promise.all([
    db.select().from(productCategories).where(isOf(productCategories.productId)),
    db
      .select({ productId, image, alt })
      .from(productImages)
      .where(isOf(productId))
      .orderBy(asc(productImages.position)),
    db
      .select({ productId: relatedProducts.productId, slug: products.slug, title: products.title })
      .from(relatedProducts)
      .innerJoin(products, eq(products.id, relatedProducts.relatedId))
      .where(isOf(relatedProducts.productId))
      .orderBy(asc(relatedProducts.position)),
    variantsOf(db, isOf(variants.productId)),
  ])
  const [categoriesOf, picturesOf, relatedOf, waysOf] = [
    byProduct(ofCategories),
    byProduct(more),
    byProduct(related),
    byProduct(ways),
  ]
  return new Map(
    rows.map(({ search: _search, marketId: _marketId, ...product }) => {
      const { id, image: first, imageAlt } = product
      const others = (picturesOf.get(id) ?? []).map((one) => ({ image: one.image, alt: one.alt }))
      const read = {
        ...product,
        categoryIds: (categoriesOf.get(id) ?? []).map(({ categoryId }) => categoryId),
        related: (relatedOf.get(id) ?? []).map(({ slug, title }) => ({ slug, title })),
        pictures: [...(first === null ? [] : [{ image: first, alt: imageAlt }]), ...others],
        variants: (waysOf.get(id) ?? []).map(({ variant }) => variant),
      }
      return [id, read] as const
    }),
  )
}

const byProduct = <T extends { productId: string }>(rows: T[]): Map<string, T[]> =>
  Map.groupBy(rows, (row) => row.productId)

async function variantsOf(
  db: Db,
  which: SQL,
): Promise<{ productId: string; variant: DeskVariant }[]> {
  const rows = await db
    .select({
      variant: variants,
      backorder: supplies.backorder,
      held: supplies.held,
      onHand: sql<number | null>`${supplies.capacity} - ${supplies.taken}`,
    })
    .from(variants)
    .innerJoin(supplies, eq(supplies.id, variants.supplyId))
    .where(which)
    .orderBy(asc(variants.position))
  return rows.map(({ variant, ...stock }) => {
    const { productId, position: _position, ...values } = variant
    return { productId, variant: { ...values, ...stock } }
  })
}

/** What can be chosen as a product's tax class. */
export async function everyTaxClass(db: Db) {
  return db.select().from(taxClasses).orderBy(asc(taxClasses.rateBasisPoints))
}
