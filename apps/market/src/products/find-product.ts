import { and, asc, eq, sql, type SQL } from 'drizzle-orm'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import { type Db, prepared } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import type { ProductOption, productStatuses } from '@rose-ash/shared/db/models/market'
import { supplyLeft } from '@rose-ash/shared/services/holds'
import { opensNext, priceNow, takesOrders } from '@rose-ash/shared/services/market/price-now'
import type { Services } from '@rose-ash/shared/services/registry'
import { type Asked, askedOf, market, product, supplyStock, variant } from './card.ts'

/** One way to buy a product. `left` and `stock` as of a `ProductCard`. */
export interface Variant extends Asked {
  id: string
  title: string
  optionValues: string[]
  sku: string | null
  gtin: string | null
  /** Only packing shows how much it really is. */
  weighed: boolean
  min: number
  max: number | null
  left: number | null
  stock: number | null
}

export interface Picture {
  image: string
  alt: string
}

export interface Product {
  id: string
  slug: string
  status: (typeof productStatuses)[number]
  title: string
  description: string
  image: string | null
  imageAlt: string
  producer: string | null
  origin: string | null
  allergens: string[]
  labels: string[]
  options: ProductOption[]
  taxBasisPoints: number
  market: { id: string; slug: string; title: string }
  /** The page that its market is attached to. */
  page: PageDto | null
  /** More pictures, after the first. */
  images: Picture[]
  /** From the outermost to the one it is in, of the first of its categories. */
  categories: { slug: string; title: string }[]
  closed: boolean
  opensAt: string | null
  variants: Variant[]
  variantIds: string[]
}

/** A published product with every way to buy it now; undefined when there is none. */
export async function findProduct(
  db: Db,
  { blog }: Pick<Services, 'blog'>,
  slug: string,
): Promise<Product | undefined> {
  return productOf(
    await prepared(db, 'market_product', (on) =>
      ways(
        on,
        blog,
        sql`product.slug = ${sql.placeholder('slug')} and product.status = 'published'`,
      )
        .orderBy(asc(variant.position))
        .prepare('market_product'),
    ).execute({ slug }),
  )
}

/** The same of a product that is not on its shelf, too: for who runs its market alone. */
export async function findHiddenProduct(
  db: Db,
  { blog }: Pick<Services, 'blog'>,
  id: string,
): Promise<Product | undefined> {
  return productOf(await ways(db, blog, eq(product.id, id)).orderBy(asc(variant.position)))
}

type Way = Awaited<ReturnType<typeof ways>>[number]

function productOf(rows: Way[]): Product | undefined {
  const [first] = rows
  if (!first) return undefined
  const { way: _way, priceNow: _now, left: _left, stock: _stock, open, ...found } = first
  return {
    ...found,
    closed: !open,
    variants: rows.map(({ way, priceNow: now, left, stock }) => ({
      ...askedOf({ ...way, priceNow: now }),
      id: way.id,
      title: way.title,
      optionValues: way.optionValues,
      sku: way.sku,
      gtin: way.gtin,
      weighed: way.weighed,
      min: way.minPerOrder,
      max: way.maxPerOrder,
      left,
      stock,
    })),
    variantIds: rows.map(({ way }) => way.id),
  }
}

const images = sql<Picture[]>`(select coalesce(json_agg(json_build_object('image', more.image,
    'alt', more.alt) order by more.position), '[]')
  from market.product_images more where more.product_id = product.id)`

const categories = sql<Product['categories']>`(
  with recursive above as (
    (select category.id, category.parent_id, category.slug, category.title, 0 as height
      from market.product_categories placed
      join market.categories category on category.id = placed.category_id
      where placed.product_id = product.id
      order by category.position, category.id limit 1)
    union all
    select up.id, up.parent_id, up.slug, up.title, above.height + 1
    from market.categories up join above on up.id = above.parent_id
  )
  select coalesce(json_agg(json_build_object('slug', slug, 'title', title) order by height desc), '[]')
  from above)`

function ways(on: Db, blog: Services['blog'], which: SQL) {
  return on
    .select({
      id: product.id,
      slug: product.slug,
      status: product.status,
      title: product.title,
      description: product.description,
      image: product.image,
      imageAlt: product.imageAlt,
      producer: product.producer,
      origin: product.origin,
      allergens: product.allergens,
      labels: product.labels,
      options: product.options,
      taxBasisPoints: sql<number>`(select tax.rate_basis_points from market.tax_classes tax
        where tax.code = product.tax_class)`,
      market: { id: market.id, slug: market.slug, title: market.title },
      page: blog.attachedPage('market', market.id),
      images,
      categories,
      open: takesOrders,
      opensAt: sql<string | null>`case when ${takesOrders} then null
        else to_json(${opensNext}) #>> '{}' end`,
      way: {
        id: variant.id,
        title: variant.title,
        optionValues: variant.optionValues,
        sku: variant.sku,
        gtin: variant.gtin,
        weighed: variant.weighed,
        minPerOrder: variant.minPerOrder,
        maxPerOrder: variant.maxPerOrder,
        priceMinor: variant.priceMinor,
        memberPriceMinor: variant.memberPriceMinor,
        floorMinor: variant.floorMinor,
        saleUntil: variant.saleUntil,
        currency: variant.currency,
        measureAmount: variant.measureAmount,
        measureUnit: variant.measureUnit,
      },
      priceNow: priceNow(sql`false`),
      left: supplyLeft,
      stock: supplyStock,
    })
    .from(product)
    .innerJoin(market, eq(market.id, product.marketId))
    .innerJoin(variant, eq(variant.productId, product.id))
    .innerJoin(supplies, eq(supplies.id, variant.supplyId))
    .where(and(which, variant.active))
    .$dynamic()
}
