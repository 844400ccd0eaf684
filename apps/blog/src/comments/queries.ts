import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import type { Viewer } from '@rose-ash/shared/fragments'
import { type Editor, editableBy } from '../editing/editor.ts'
import { isPublishedPost } from '../posts/card.ts'
import { findMoved } from '../posts/queries.ts'
import { mayPass, type Wall } from '../posts/wall.ts'

/** A published post that people talk below. */
export interface TalkedOf {
  id: string
  slug: string
  title: string
  visibility: Wall
  commentsOpen: boolean
}

/** The post with this slug, or that had it before; undefined when there is none. */
export async function talkedOfAt(db: Db, slug: string): Promise<TalkedOf | undefined> {
  const found = await talkedOf(db, 'slug', slug)
  if (found) return found
  const moved = await findMoved(db, slug)
  return moved === undefined ? undefined : talkedOf(db, 'slug', moved)
}

export const talkedOfById = (db: Db, id: string): Promise<TalkedOf | undefined> =>
  talkedOf(db, 'id', id)

async function talkedOf(db: Db, by: 'id' | 'slug', value: string): Promise<TalkedOf | undefined> {
  const { id, slug, title, visibility, commentsOpen } = posts
  const name = `blog_talked_of_${by}`
  const [found] = await prepared(db, name, (on) =>
    on
      .select({ id, slug, title, visibility, commentsOpen })
      .from(posts)
      .where(and(eq(posts[by], sql.placeholder('value')), isPublishedPost))
      .prepare(name),
  ).execute({ value })
  return found
}

/** Whether a viewer may read what is behind the post's wall, the conversation among it. */
export async function mayRead(db: Db, { visibility }: TalkedOf, viewer: Viewer): Promise<boolean> {
  if (visibility === 'public') return true
  return viewer.kind === 'member' && mayPass(db, visibility, viewer.personId)
}

/** Every post that an author may change. */
export async function ownPostIds(db: Db, editor: Editor): Promise<string[]> {
  const rows = await db.select({ id: posts.id }).from(posts).where(editableBy(db, editor))
  return rows.map(({ id }) => id)
}

/** What these posts are called, by id. */
export async function titlesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: posts.id, title: posts.title })
    .from(posts)
    .where(inArray(posts.id, [...ids]))
  return new Map(rows.map(({ id, title }) => [id, title]))
}
