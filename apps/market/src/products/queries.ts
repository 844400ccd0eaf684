import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import { type Db, prepared } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { markets, products, variants } from '@rose-ash/shared/db/models/market'
import type { Money } from '@rose-ash/shared/money'
import { supplyLeft } from '@rose-ash/shared/services/holds'
import type { Services } from '@rose-ash/shared/services/registry'
import { pricePerMeasure, type PerMeasure } from './price-per-measure.ts'

/** A product on a shelf: its cheapest way to be bought, and what is left of all of them. */
export interface ProductCard {
  id: string
  href: string
  title: string
  image: string | null
  imageAlt: string
  producer: string | null
  price: Money
  perMeasure: PerMeasure | undefined
  marketId: string
  variantIds: string[]
  /** What one tap puts into the basket; undefined when the buyer has to choose. */
  variantId: string | undefined
  /** null: no limit. */
  left: number | null
}

export interface Variant {
  id: string
  title: string
  price: Money
  perMeasure: PerMeasure | undefined
  left: number | null
}

export interface Product {
  id: string
  slug: string
  title: string
  description: string
  image: string | null
  imageAlt: string
  producer: string | null
  origin: string | null
  allergens: string[]
  market: { id: string; slug: string; title: string }
  /** The page that its market is attached to. */
  page: PageDto | null
  variants: Variant[]
  variantIds: string[]
}

/** The products of these markets, in the shelf's order. */
export async function shelf(db: Db, marketIds: string[], limit: number): Promise<ProductCard[]> {
  const rows = await prepared(db, 'market_shelf', (on) =>
    cards(on, sql`${products.marketId} = any(${sql.placeholder('marketIds')})`)
      .orderBy(asc(products.marketId), asc(products.position), asc(products.id))
      .limit(sql.placeholder('limit'))
      .prepare('market_shelf'),
  ).execute({ marketIds, limit })
  return rows.map(cardOf)
}

/** One published product; undefined when there is none. */
export async function productCard(db: Db, id: string): Promise<ProductCard | undefined> {
  const [row] = await prepared(db, 'market_product_card', (on) =>
    cards(on, eq(products.id, sql.placeholder('id'))).prepare('market_product_card'),
  ).execute({ id })
  return row && cardOf(row)
}

/** The newest products of all markets. */
export async function newest(db: Db, limit: number): Promise<ProductCard[]> {
  const rows = await prepared(db, 'market_newest', (on) =>
    cards(on, sql`true`)
      .orderBy(desc(products.createdAt), desc(products.id))
      .limit(sql.placeholder('limit'))
      .prepare('market_newest'),
  ).execute({ limit })
  return rows.map(cardOf)
}

/** One published product with all ways to buy it; undefined when there is none. */
export async function findProduct(
  db: Db,
  { blog }: Pick<Services, 'blog'>,
  slug: string,
): Promise<Product | undefined> {
  const rows = await prepared(db, 'market_product', (on) =>
    on
      .select({
        id: products.id,
        slug: products.slug,
        title: products.title,
        description: products.description,
        image: products.image,
        imageAlt: products.imageAlt,
        producer: products.producer,
        origin: products.origin,
        allergens: products.allergens,
        market: { id: markets.id, slug: markets.slug, title: markets.title },
        page: blog.attachedPage('market', markets.id),
        variant: {
          id: variants.id,
          title: variants.title,
          priceMinor: variants.priceMinor,
          currency: variants.currency,
          measureAmount: variants.measureAmount,
          measureUnit: variants.measureUnit,
        },
        left: supplyLeft,
      })
      .from(products)
      .innerJoin(markets, eq(markets.id, products.marketId))
      .innerJoin(variants, eq(variants.productId, products.id))
      .innerJoin(supplies, eq(supplies.id, variants.supplyId))
      .where(and(eq(products.slug, sql.placeholder('slug')), eq(products.status, 'published')))
      .orderBy(asc(variants.position))
      .prepare('market_product'),
  ).execute({ slug })
  const [first] = rows
  if (!first) return undefined
  const { variant: _variant, left: _left, ...product } = first
  return {
    ...product,
    variants: rows.map(({ variant, left }) => variantOf(variant, left)),
    variantIds: rows.map(({ variant }) => variant.id),
  }
}

function cards(db: Db, which: SQL) {
  const offer = db
    .select({
      variantId: variants.id,
      priceMinor: variants.priceMinor,
      currency: variants.currency,
      measureAmount: variants.measureAmount,
      measureUnit: variants.measureUnit,
      variantIds: sql<string[]>`array_agg(${variants.id}) over ()`.as('variant_ids'),
      left: sql<number | null>`case when bool_or(${supplies.capacity} is null) over () then null
        else sum(${supplyLeft}) over () end::int`.as('left'),
    })
    .from(variants)
    .innerJoin(supplies, eq(supplies.id, variants.supplyId))
    .where(eq(variants.productId, products.id))
    .orderBy(asc(variants.priceMinor), asc(variants.position))
    .limit(1)
    .as('offer')
  return db
    .select({
      id: products.id,
      marketId: products.marketId,
      slug: products.slug,
      title: products.title,
      image: products.image,
      imageAlt: products.imageAlt,
      producer: products.producer,
      variantId: offer.variantId,
      priceMinor: offer.priceMinor,
      currency: offer.currency,
      measureAmount: offer.measureAmount,
      measureUnit: offer.measureUnit,
      variantIds: offer.variantIds,
      left: offer.left,
    })
    .from(products)
    .innerJoinLateral(offer, sql`true`)
    .where(and(eq(products.status, 'published'), which))
    .$dynamic()
}

type CardRow = Awaited<ReturnType<typeof cards>>[number]

function cardOf({ slug, variantId, priceMinor, currency, ...row }: CardRow): ProductCard {
  const price = { amount: priceMinor, currency }
  const { id, marketId, title, image, imageAlt, producer, variantIds } = row
  return {
    id,
    marketId,
    title,
    image,
    imageAlt,
    producer,
    price,
    variantIds,
    href: `/products/${slug}`,
    perMeasure: pricePerMeasure(price, row),
    variantId: variantIds.length === 1 ? variantId : undefined,
    left: row.left,
  }
}

type VariantRow = Pick<
  typeof variants.$inferSelect,
  'id' | 'title' | 'priceMinor' | 'currency' | 'measureAmount' | 'measureUnit'
>

function variantOf(row: VariantRow, left: number | null): Variant {
  const price = { amount: row.priceMinor, currency: row.currency }
  const { id, title } = row
  return { id, title, price, perMeasure: pricePerMeasure(price, row), left }
}
