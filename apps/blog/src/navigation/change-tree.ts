import { and, asc, eq, isNull, max, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { navItems } from '@rose-ash/shared/db/models/blog'
import { BadInput, NotFound } from '@rose-ash/shared/errors'
import { checkEditsAll, type Editor } from '../editing/editor.ts'

type Row = typeof navItems.$inferSelect
export type NavTarget = Partial<Pick<Row, 'app' | 'path' | 'url' | 'targetId'>> & Pick<Row, 'kind'>

/** Three levels are as many as a menu can show. */
const LEVELS = 3

/** Adds an item at the end of the tree. */
export async function addItem(
  db: Db,
  editor: Editor,
  item: NavTarget & { label: string },
): Promise<string> {
  checkEditsAll(editor)
  return db.transaction(async (tx) => {
    await lock(tx)
    const [last] = await tx
      .select({ position: max(navItems.position) })
      .from(navItems)
      .where(isNull(navItems.parentId))
    const position = (last?.position ?? -1) + 1
    const [row] = await tx
      .insert(navItems)
      .values({ ...item, position })
      .returning()
    return row?.id ?? ''
  })
}

/** @throws {NotFound} */
export async function renameItem(
  db: Db,
  editor: Editor,
  { id, label }: { id: string; label: string },
): Promise<void> {
  checkEditsAll(editor)
  const changed = await db.update(navItems).set({ label }).where(eq(navItems.id, id)).returning()
  if (changed.length === 0) throw new NotFound('item')
}

/** Takes an item out, and everything below it. */
export async function removeItem(db: Db, editor: Editor, id: string): Promise<void> {
  checkEditsAll(editor)
  await db.transaction(async (tx) => {
    await lock(tx)
    await tx.delete(navItems).where(eq(navItems.id, id))
  })
}

export interface Move {
  id: string
  /** null: to the first level. */
  parentId: string | null
  /** The place among its new siblings, from 0; beyond the last is the end. */
  position: number
}

/**
 * Puts an item, with everything below it, somewhere else.
 *
 * @throws {BadInput} below itself, or deeper than three levels. @throws {NotFound}
 */
export async function moveItem(db: Db, editor: Editor, { id, parentId, position }: Move) {
  checkEditsAll(editor)
  await db.transaction(async (tx) => {
    await lock(tx)
    const rows = await tx.select().from(navItems).orderBy(asc(navItems.position))
    const item = rows.find((row) => row.id === id)
    if (!item || (parentId !== null && !rows.some((row) => row.id === parentId))) {
      throw new NotFound('item')
    }
    checkPlace(rows, item, parentId)
    const siblings = rows.filter((row) => row.parentId === parentId && row.id !== id)
    siblings.splice(Math.max(0, position), 0, item)
    await renumber(tx, parentId, siblings)
    if (item.parentId !== parentId) {
      await renumber(
        tx,
        item.parentId,
        rows.filter((row) => row.parentId === item.parentId && row.id !== id),
      )
    }
  })
}

/** One change of the tree after the other, while everybody goes on reading it. */
const lock = (tx: Db) => tx.execute(sql`lock table ${navItems} in share row exclusive mode`)

function checkPlace(rows: readonly Row[], item: Row, parentId: string | null): void {
  let above = 0
  for (let at = parentId; at !== null; above += 1) {
    if (at === item.id) throw new BadInput('An item cannot stand below itself.')
    at = rows.find((row) => row.id === at)?.parentId ?? null
  }
  if (above + heightOf(rows, item.id) > LEVELS) {
    throw new BadInput('A menu has three levels. Move it further out.')
  }
}

function heightOf(rows: readonly Row[], id: string): number {
  const below = rows.filter((row) => row.parentId === id).map((row) => heightOf(rows, row.id))
  return 1 + Math.max(0, ...below)
}

/** First to places that nobody has: two items must never be in one place, not even on the way. */
async function renumber(tx: Db, parentId: string | null, rows: readonly Row[]): Promise<void> {
  for (const [position, { id }] of rows.entries()) {
    await tx
      .update(navItems)
      .set({ parentId, position: -1_000_000 - position })
      .where(eq(navItems.id, id))
  }
  const here = parentId === null ? isNull(navItems.parentId) : eq(navItems.parentId, parentId)
  await tx
    .update(navItems)
    .set({ position: sql`-1000000 - ${navItems.position}` })
    .where(and(here, sql`${navItems.position} <= -1000000`))
}
