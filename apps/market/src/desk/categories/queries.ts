import { asc, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { categories } from '@rose-ash/shared/db/models/market-shelves'

export interface CategoryNode {
  id: string
  slug: string
  title: string
  description: string
  image: string | null
  parentId: string | null
  position: number
  /** How many products stand right on it. */
  products: number
  /** 0 for the trunk. */
  depth: number
  isFirst: boolean
  isLast: boolean
  /** What it is called with all above it: `Bread › Rye`. */
  path: string
}

/** The categories of a market as the tree is read aloud: each before what is within it. */
export async function categoryTree(db: Db, marketId: string): Promise<CategoryNode[]> {
  const rows = await db
    .select({
      id: categories.id,
      slug: categories.slug,
      title: categories.title,
      description: categories.description,
      image: categories.image,
      parentId: categories.parentId,
      position: categories.position,
      products: sql<number>`(select count(*)::int from market.product_categories placed
        where placed.category_id = ${categories.id})`,
    })
    .from(categories)
    .where(eq(categories.marketId, marketId))
    .orderBy(asc(categories.position), asc(categories.title))
  const below = Map.groupBy(rows, ({ parentId }) => parentId)
  const walk = (parentId: string | null, depth: number, above: string): CategoryNode[] => {
    const siblings = below.get(parentId) ?? []
    return siblings.flatMap((row, place) => {
      const path = above === '' ? row.title : `${above} › ${row.title}`
      const isLast = place === siblings.length - 1
      const node = { ...row, depth, isFirst: place === 0, isLast, path }
      return [node, ...walk(row.id, depth + 1, path)]
    })
  }
  return walk(null, 0, '')
}
