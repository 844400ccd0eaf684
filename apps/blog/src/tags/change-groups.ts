import { asc, eq, max, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { tagGroups } from '@rose-ash/shared/db/models/blog-writing'
import { NotFound } from '@rose-ash/shared/errors'
import { checkEditsAll, type Editor } from '../editing/editor.ts'
import { orTaken } from '../editing/taken.ts'

const nameTaken = 'There is a group with this name already. Choose another name.'

/** Adds a group after the others. @throws {Taken} */
export async function addGroup(db: Db, editor: Editor, name: string): Promise<void> {
  checkEditsAll(editor)
  await db.transaction(async (tx) => {
    await lock(tx)
    const [last] = await tx.select({ position: max(tagGroups.position) }).from(tagGroups)
    const position = (last?.position ?? -1) + 1
    await orTaken(tx.insert(tagGroups).values({ name, position }), nameTaken)
  })
}

/** @throws {Taken} @throws {NotFound} */
export async function renameGroup(
  db: Db,
  editor: Editor,
  { id, name }: { id: string; name: string },
): Promise<void> {
  checkEditsAll(editor)
  const renamed = await orTaken(
    db.update(tagGroups).set({ name }).where(eq(tagGroups.id, id)).returning({ id: tagGroups.id }),
    nameTaken,
  )
  if (renamed.length === 0) throw new NotFound('group')
}

/** Puts a group at a place among the others, from 0; beyond the last is the end. @throws {NotFound} */
export async function moveGroup(
  db: Db,
  editor: Editor,
  { id, place }: { id: string; place: number },
): Promise<void> {
  checkEditsAll(editor)
  await db.transaction(async (tx) => {
    await lock(tx)
    const rows = await tx
      .select({ id: tagGroups.id })
      .from(tagGroups)
      .orderBy(asc(tagGroups.position), asc(tagGroups.name))
    const others = rows.filter((row) => row.id !== id)
    if (others.length === rows.length) throw new NotFound('group')
    others.splice(place, 0, { id })
    for (const [position, group] of others.entries()) {
      await tx.update(tagGroups).set({ position }).where(eq(tagGroups.id, group.id))
    }
  })
}

/** Takes a group away; its topics belong to none then. */
export async function deleteGroup(db: Db, editor: Editor, id: string): Promise<void> {
  checkEditsAll(editor)
  await db.delete(tagGroups).where(eq(tagGroups.id, id))
}

/** One change of the order after the other, while everybody goes on reading it. */
const lock = (tx: Db) => tx.execute(sql`lock table ${tagGroups} in share row exclusive mode`)
