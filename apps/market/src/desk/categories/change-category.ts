import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { categories, productCategories } from '@rose-ash/shared/db/models/market-shelves'
import { BadInput, NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { type House, marketRunBy, type Runner } from '../runner.ts'
import { freeAmong, likeSlug, toSlug } from '../slugs.ts'

export interface CategoryWords {
  title: string
  slug: string
  description: string
  /** null: on the trunk. */
  parentId: string | null
}

/** Adds a category, last among those beside it. Answers its id. @throws {Forbidden} */
export async function createCategory(
  db: Db,
  house: House,
  { runner, marketId, ...words }: CategoryWords & { runner: Runner; marketId: string },
): Promise<string> {
  await marketRunBy(db, house, runner, marketId)
  return db.transaction(async (tx) => {
    await lockTree(tx, marketId)
    const slug = await freeCategorySlug(tx, marketId, words)
    const position = sql<number>`(select coalesce(max(position), -1) + 1 from ${categories}
      where market_id = ${marketId})`
    const [row] = await inTree(
      tx
        .insert(categories)
        .values({ ...words, slug, marketId, position })
        .returning({ id: categories.id }),
    )
    if (!row) throw new Error('an insert answers its row')
    return row.id
  })
}

interface OneCategory {
  runner: Runner
  categoryId: string
}

/**
 * Renames a category or moves it under another one, with all that is within it. Answers its market.
 *
 * @throws {BadInput} when it would be within itself. @throws {Forbidden}
 */
export async function changeCategory(
  db: Db,
  house: House,
  { runner, categoryId, ...words }: CategoryWords & OneCategory,
): Promise<string> {
  const { marketId } = await categoryRunBy(db, house, runner, categoryId)
  await db.transaction(async (tx) => {
    await lockTree(tx, marketId)
    const slug = await freeCategorySlug(tx, marketId, words, categoryId)
    const write = tx
      .update(categories)
      .set({ ...words, slug })
      .where(eq(categories.id, categoryId))
    await inTree(write)
  })
  return marketId
}

/** Moves a category one place up or down among those beside it. Answers its market. */
export async function stepCategory(
  db: Db,
  house: House,
  { runner, categoryId, step }: OneCategory & { step: 'up' | 'down' },
): Promise<string> {
  const { marketId } = await categoryRunBy(db, house, runner, categoryId)
  await db.transaction(async (tx) => {
    await lockTree(tx, marketId)
    const { parentId } = await categoryOf(tx, categoryId)
    const beside = await tx
      .select({ id: categories.id })
      .from(categories)
      .where(
        and(
          eq(categories.marketId, marketId),
          parentId === null ? isNull(categories.parentId) : eq(categories.parentId, parentId),
        ),
      )
      .orderBy(asc(categories.position), asc(categories.title))
    const ids = beside.map(({ id }) => id)
    const from = ids.indexOf(categoryId)
    const to = Math.max(0, Math.min(ids.length - 1, from + (step === 'up' ? -1 : 1)))
    const ordered = ids.toSpliced(from, 1).toSpliced(to, 0, categoryId)
    for (const [position, id] of ordered.entries()) {
      await tx.update(categories).set({ position }).where(eq(categories.id, id))
    }
  })
  return marketId
}

/** Deletes a category; its products and what is within it move to the one above. Answers its market. */
export async function deleteCategory(
  db: Db,
  house: House,
  { runner, categoryId }: OneCategory,
): Promise<string> {
  const { marketId } = await categoryRunBy(db, house, runner, categoryId)
  await db.transaction(async (tx) => {
    await lockTree(tx, marketId)
    const { parentId } = await categoryOf(tx, categoryId)
    if (parentId !== null) {
      await tx.execute(sql`insert into ${productCategories} (product_id, category_id)
        select product_id, ${parentId}::uuid from ${productCategories}
        where category_id = ${categoryId} order by product_id on conflict do nothing`)
    }
    await tx.update(categories).set({ parentId }).where(eq(categories.parentId, categoryId))
    await tx.delete(categories).where(eq(categories.id, categoryId))
  })
  return marketId
}

/**
 * One change of a market's tree after the other, while everybody goes on reading it. The trigger that keeps
 * it a tree takes the same lock, but with a category locked already.
 */
const lockTree = (tx: Db, marketId: string) =>
  tx.execute(
    sql`select pg_advisory_xact_lock(hashtext('market.categories'), hashtext(${marketId}))`,
  )

/** @throws {NotFound} @throws {Forbidden} when somebody else runs its market. */
export async function categoryRunBy(db: Db, house: House, runner: Runner, categoryId: string) {
  const row = await categoryOf(db, categoryId)
  const market = await marketRunBy(db, house, runner, row.marketId)
  return { ...row, market }
}

async function categoryOf(db: Db, categoryId: string) {
  const [row] = await db.select().from(categories).where(eq(categories.id, categoryId))
  if (!row) throw new NotFound('category')
  return row
}

const NotInTree = z.object({ cause: z.object({ code: z.literal('23514') }) })

/** The database keeps the tree a tree of one market; here it is said in words. @throws {BadInput} */
async function inTree<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (!NotInTree.safeParse(error).success) throw error
    throw new BadInput(
      'A category cannot be within itself, or in one that is gone. Choose another place for it.',
    )
  }
}

async function freeCategorySlug(
  db: Db,
  marketId: string,
  { slug, title }: Pick<CategoryWords, 'slug' | 'title'>,
  categoryId?: string,
): Promise<string> {
  const base = toSlug(slug || title, 'category')
  const rows = await db
    .select({ id: categories.id, slug: categories.slug })
    .from(categories)
    .where(sql`${categories.marketId} = ${marketId} and ${categories.slug} ~ ${likeSlug(base)}`)
  const others = rows.filter(({ id }) => id !== categoryId)
  return freeAmong(base, new Set(others.map((row) => row.slug)))
}
