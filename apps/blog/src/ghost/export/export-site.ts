import { and, asc, eq, gt, isNull, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Db } from '@rose-ash/shared/db'
import { authors, posts } from '@rose-ash/shared/db/models/blog'
import type { NavNode } from '../../navigation/queries.ts'
import { newsletters } from '@rose-ash/shared/db/models/blog-newsletters'
import { coAuthors, postTags, tags } from '@rose-ash/shared/db/models/blog-writing'
import {
  ghostIdOf,
  menuRows,
  metaRow,
  newsletterRow,
  postRow,
  tagRow,
  userRow,
} from './export-rows.ts'

const atOnce = 100

export interface ExportedSite {
  /** The blog's. */
  origin: string
  title: string
  menu: readonly NavNode[]
  now: Date
}

/**
 * Everything that is written here as a Ghost's export file (JSON), in pieces: a Ghost takes it under
 * Settings → Import. As in Ghost's own there are no members and no pictures in it; addresses of
 * pictures lead to where they are now.
 */
export async function* exportSite(
  db: Db,
  { origin, title, menu, now }: ExportedSite,
): AsyncGenerator<string> {
  const meta = { exported_on: now.getTime(), version: '6.0.0' }
  yield `{"db":[{"meta":${JSON.stringify(meta)},"data":{"settings":`
  yield JSON.stringify([
    { id: ghostIdOf('0'.repeat(32)), key: 'title', value: title },
    {
      id: ghostIdOf('1'.repeat(32)),
      key: 'navigation',
      value: JSON.stringify(menuRows(menu, origin)),
    },
  ])
  yield* table('newsletters', rowsOf(db, newsletters, newsletters.id), newsletterRow)
  yield* table('users', rowsOf(db, authors, authors.id), userRow)
  yield* table('tags', rowsOf(db, tags, tags.id), (row) => tagRow(row, origin))
  yield* table('posts', postsOf(db), (row) => postRow(row, origin))
  yield* table('posts_meta', postsOf(db), (row) => metaRow(row, origin))
  yield* table('posts_tags', tagsOfPosts(db), (row) => row)
  yield* table('posts_authors', authorsOfPosts(db), (row) => row)
  yield '}}]}'
}

async function* table<T>(
  name: string,
  rows: AsyncIterable<T>,
  show: (row: T) => unknown,
): AsyncGenerator<string> {
  yield `,${JSON.stringify(name)}:[`
  let isFirst = true
  for await (const row of rows) {
    yield (isFirst ? '' : ',') + JSON.stringify(show(row))
    isFirst = false
  }
  yield ']'
}

/** Every row by its id, a hundred at a time, so that memory stays as it is. */
async function* rowsOf<T extends PgTable>(
  db: Db,
  from: T,
  id: PgColumn,
  which?: SQL,
): AsyncGenerator<T['$inferSelect']> {
  for (let last: string | undefined; ;) {
    const rows = (await db
      .select()
      .from<PgTable>(from)
      .where(and(which, last ? gt(id, last) : undefined))
      .orderBy(asc(id))
      .limit(atOnce)) as (T['$inferSelect'] & { id: string })[]
    yield* rows
    last = rows.at(-1)?.id
    if (rows.length < atOnce) return
  }
}

/** What is in the bin stays here. */
const postsOf = (db: Db) => rowsOf(db, posts, posts.id, isNull(posts.deletedAt))

async function* tagsOfPosts(db: Db) {
  for await (const { id } of postsOf(db)) {
    const own = await db
      .select()
      .from(postTags)
      .where(eq(postTags.postId, id))
      .orderBy(asc(postTags.position))
    for (const { tagId, position } of own) {
      yield { ...join(id, tagId), tag_id: ghostIdOf(tagId), sort_order: position }
    }
  }
}

async function* authorsOfPosts(db: Db) {
  for await (const { id, authorId } of postsOf(db)) {
    const more = await db
      .select()
      .from(coAuthors)
      .where(eq(coAuthors.postId, id))
      .orderBy(asc(coAuthors.position))
    for (const [index, one] of [authorId, ...more.map((row) => row.authorId)].entries()) {
      yield { ...join(id, one), author_id: ghostIdOf(one), sort_order: index }
    }
  }
}

/** A row between two things; its id is made of both. */
function join(postId: string, otherId: string) {
  const [a, b] = [ghostIdOf(postId), ghostIdOf(otherId)]
  return { id: a.slice(-12) + b.slice(-12), post_id: a }
}
