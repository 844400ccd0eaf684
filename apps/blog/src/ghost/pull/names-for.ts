import type { Db } from '@rose-ash/shared/db'
import { authors } from '@rose-ash/shared/db/models/blog'
import { BadInput } from '@rose-ash/shared/errors'
import type { LocalNames } from '../projection/post-content.ts'
import { localIds } from './links.ts'

/** What the tags, authors and files of a post are called here. */
export async function namesFor(
  db: Db,
  siteId: string,
  post: { tags: string[]; authors: string[] },
  media: ReadonlyMap<string, string>,
): Promise<LocalNames> {
  const [tags, known] = await Promise.all([
    localIds(db, siteId, 'tag', post.tags),
    localIds(db, siteId, 'author', post.authors),
  ])
  const fallbackAuthorId = [...known.values()][0] ?? (await anyAuthor(db))
  return { tags, authors: known, media, fallbackAuthorId }
}

async function anyAuthor(db: Db): Promise<string> {
  const [row] = await db.select({ id: authors.id }).from(authors).orderBy(authors.id).limit(1)
  if (!row) throw new BadInput('Nobody is named as its author, neither there nor here.')
  return row.id
}
