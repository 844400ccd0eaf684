import { and, eq, exists, or, sql } from 'drizzle-orm'
import type { Role } from '@rose-ash/shared/contracts/account'
import type { Db } from '@rose-ash/shared/db'
import { authors, posts } from '@rose-ash/shared/db/models/blog'
import { coAuthors } from '@rose-ash/shared/db/models/blog-writing'
import { Forbidden, NotFound } from '@rose-ash/shared/errors'
import type { Services } from '@rose-ash/shared/services/registry'

/** Somebody who may write here. An author has their own posts, an editor all of them. */
export interface Editor {
  personId: string
  role: Role
}

const byRank: readonly Role[] = ['admin', 'editor', 'author']

/** @throws {Forbidden} for who may not write at all. */
export async function editorOf(
  db: Db,
  { account }: Pick<Services, 'account'>,
  personId: string,
): Promise<Editor> {
  const { roles } = await account.person(db, personId)
  const role = byRank.find((rank) => roles.includes(rank))
  if (!role)
    throw new Forbidden(
      'Only authors and editors can write here. An administrator can make you one.',
    )
  return { personId, role }
}

/** @throws {Forbidden} for authors. */
export function checkEditsAll({ role }: Editor): void {
  if (role === 'author') throw new Forbidden('Only editors can do this.')
}

/** True for the posts that this editor may change; a condition on `blog.posts`. */
export function editableBy(db: Db, { personId, role }: Editor) {
  if (role !== 'author') return sql`true`
  const theirs = and(eq(authors.personId, personId))
  return or(
    exists(
      db
        .select({ one: sql`1` })
        .from(authors)
        .where(and(theirs, eq(authors.id, posts.authorId))),
    ),
    exists(
      db
        .select({ one: sql`1` })
        .from(coAuthors)
        .innerJoin(authors, eq(authors.id, coAuthors.authorId))
        .where(and(theirs, eq(coAuthors.postId, posts.id))),
    ),
  )
}

/** @throws {NotFound} when there is no such post. @throws {Forbidden} when it is not theirs. */
export async function checkEdits(db: Db, editor: Editor, postId: string): Promise<void> {
  const [found] = await db
    .select({ theirs: sql<boolean>`${editableBy(db, editor)}` })
    .from(posts)
    .where(eq(posts.id, postId))
  if (!found) throw new NotFound('post')
  if (!found.theirs)
    throw new Forbidden('This post is by somebody else. Ask an editor to change it.')
}
