import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { newsletters } from '@rose-ash/shared/db/models/blog-newsletters'
import { NotFound } from '@rose-ash/shared/errors'
import { checkEditsAll, type Editor } from '../editing/editor.ts'
import { toSlug } from '../editing/slugs.ts'
import { orTaken } from '../editing/taken.ts'

type Row = typeof newsletters.$inferSelect
type Words = Pick<Row, 'name' | 'description'>

/** @throws {Taken} when there is one whose name makes the same address. */
export async function addNewsletter(db: Db, editor: Editor, words: Words): Promise<void> {
  checkEditsAll(editor)
  const slug = toSlug(words.name) || `newsletter-${Date.now()}`
  await orTaken(
    db.insert(newsletters).values({ ...words, slug }),
    'There is a newsletter with this name already. Choose another name.',
  )
}

/** Changes its words, or takes it out of what can be had (`archived`) and back. @throws {NotFound} */
export async function changeNewsletter(
  db: Db,
  editor: Editor,
  { id, ...change }: { id: string } & (Words | Pick<Row, 'status'>),
): Promise<void> {
  checkEditsAll(editor)
  const changed = await db
    .update(newsletters)
    .set(change)
    .where(eq(newsletters.id, id))
    .returning({ id: newsletters.id })
  if (changed.length === 0) throw new NotFound('newsletter')
}
