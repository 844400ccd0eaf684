import { randomUUID } from 'node:crypto'
import type { Db } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { markets, products, variants } from '@rose-ash/shared/db/models/market'
import { categories, productCategories } from '@rose-ash/shared/db/models/market-shelves'

type Values<Table extends { $inferInsert: object }> = Partial<Table['$inferInsert']>

/** A market that nobody has put anything on yet. */
export async function aMarket(db: Db, values: Values<typeof markets> = {}) {
  const slug = `market-${randomUUID().slice(0, 8)}`
  return only(
    await db
      .insert(markets)
      .values({ slug, title: 'The bread shelf', ...values })
      .returning(),
  )
}

/** A shelf of a market, within another or not. */
export async function aCategory(
  db: Db,
  values: Values<typeof categories> & { marketId: string; slug: string },
) {
  return only(
    await db
      .insert(categories)
      .values({ title: values.slug, ...values })
      .returning(),
  )
}

interface Way extends Values<typeof variants> {
  stock?: number | null
  backorder?: number
}

interface AProduct extends Values<typeof products> {
  marketId: string
  categoryIds?: string[]
  ways?: Way[]
}

/** A published product with its variants: one of £2.80 with ten of it, unless `ways` says otherwise. */
export async function aProduct(db: Db, { categoryIds = [], ways = [{}], ...values }: AProduct) {
  const product = only(
    await db
      .insert(products)
      .values({
        slug: `product-${randomUUID().slice(0, 8)}`,
        title: 'Tannery sourdough',
        status: 'published',
        publishedAt: new Date(),
        ...values,
      })
      .returning(),
  )
  const variantIds: string[] = []
  for (const [position, { stock = 10, backorder = 0, ...way }] of ways.entries()) {
    const supply = only(
      await db.insert(supplies).values({ capacity: stock, backorder }).returning(),
    )
    const variant = only(
      await db
        .insert(variants)
        .values({
          productId: product.id,
          supplyId: supply.id,
          title: 'Small',
          priceMinor: 280,
          currency: 'GBP',
          position,
          ...way,
        })
        .returning(),
    )
    variantIds.push(variant.id)
  }
  for (const categoryId of categoryIds) {
    await db.insert(productCategories).values({ productId: product.id, categoryId })
  }
  return { ...product, variantIds }
}

function only<T>(rows: T[]): T {
  const [row] = rows
  if (!row) throw new Error('an insert answers its row')
  return row
}
