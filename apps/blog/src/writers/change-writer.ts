import { and, eq, ne, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { authors } from '@rose-ash/shared/db/models/blog'
import { BadInput, NotFound, Refusal } from '@rose-ash/shared/errors'
import type { Services } from '@rose-ash/shared/services/registry'
import { checkEditsAll, type Editor } from '../editing/editor.ts'
import { toSlug } from '../editing/slugs.ts'
import { orTaken } from '../editing/taken.ts'
import { isPublished, writerFor } from './queries.ts'

/** A person writes under one name. */
class WritesAlready extends Refusal {
  constructor(name: string) {
    super(
      'writes_already',
      409,
      `This person already writes as “${name}”. Take the address away there first.`,
    )
  }
}

export interface WriterChange {
  id: string
  name: string
  /** Left alone when empty, and once something of theirs is published. */
  slug: string
  bio: string
}

/** @throws {Taken} when another writer has the address. @throws {NotFound} @throws {Forbidden} */
export async function changeWriter(db: Db, editor: Editor, change: WriterChange): Promise<void> {
  const { id, name, bio, slug } = change
  await writerFor(db, editor, id)
  const wanted = toSlug(slug)
  if (slug !== '' && wanted === '') {
    throw new BadInput('An address needs letters or figures, such as rosa-whitlock.')
  }
  const shown = sql<string>`case when ${wanted} = '' or ${isPublished(id)}
    then ${authors.slug} else ${wanted} end`
  await orTaken(
    db.update(authors).set({ name, bio, slug: shown }).where(eq(authors.id, id)),
    'Another writer has this address. Choose another one.',
  )
}

/**
 * Lets the person with this e-mail address write as this author, who was imported, say. What they
 * may do is a matter of their role.
 *
 * @throws {WritesAlready} @throws {NotFound} @throws {Forbidden} for who is no editor.
 */
export async function linkWriter(
  db: Db,
  { account }: Pick<Services, 'account'>,
  { editor, id, email }: { editor: Editor; id: string; email: string },
): Promise<void> {
  checkEditsAll(editor)
  await db.transaction(async (tx) => {
    // So two who link the same person at once come one after the other; readers go on reading.
    await tx.execute(sql`lock table ${authors} in share row exclusive mode`)
    const { id: personId } = await account.welcome(tx, email)
    const [other] = await tx
      .select({ name: authors.name })
      .from(authors)
      .where(and(eq(authors.personId, personId), ne(authors.id, id)))
    if (other) throw new WritesAlready(other.name)
    const linked = await tx
      .update(authors)
      .set({ personId })
      .where(eq(authors.id, id))
      .returning({ id: authors.id })
    if (linked.length === 0) throw new NotFound('writer')
  })
}

/** From now on nobody who signs in writes as this author. @throws {Forbidden} */
export async function unlinkWriter(db: Db, editor: Editor, id: string): Promise<void> {
  checkEditsAll(editor)
  await db.update(authors).set({ personId: null }).where(eq(authors.id, id))
}
