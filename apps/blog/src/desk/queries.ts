import { and, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { type Db, has } from '@rose-ash/shared/db'
import { authors, posts, postStatuses } from '@rose-ash/shared/db/models/blog'
import { workingCopies } from '@rose-ash/shared/db/models/blog-writing'
import { z } from 'zod'
import { editableBy, type Editor } from '../editing/editor.ts'

export const DeskQuery = z.object({
  type: z.enum(['post', 'page']).default('post'),
  status: z.enum(postStatuses).optional(),
  q: z.string().trim().max(200).default(''),
  before: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/)
    .optional(),
})

export type DeskQuery = z.infer<typeof DeskQuery>

const PER_PAGE = 30

/** What this editor may change, what was edited last first. */
export async function deskOf(db: Db, editor: Editor, query: DeskQuery) {
  const { type, status, q, before } = query
  const [editedAt, id] = before?.split('~') ?? []
  const rows = await db
    .select({
      id: posts.id,
      /** Of what was never saved, what its writer calls it so far. */
      title: sql<string>`coalesce(nullif(${posts.title}, ''), ${workingCopies.content} ->> 'title', '')`,
      slug: posts.slug,
      status: posts.status,
      visibility: posts.visibility,
      featured: posts.featured,
      publishedAt: posts.publishedAt,
      // To the microsecond, as the database keeps it.
      place: sql<string>`to_char(${posts.updatedAt} at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || ${posts.id}`,
      updatedAt: posts.updatedAt,
      author: authors.name,
      unsaved: sql<boolean>`${isNotNull(workingCopies.postId)}`,
    })
    .from(posts)
    .innerJoin(authors, eq(authors.id, posts.authorId))
    .leftJoin(
      workingCopies,
      and(eq(workingCopies.postId, posts.id), eq(workingCopies.personId, editor.personId)),
    )
    .where(
      and(
        eq(posts.type, type),
        isNull(posts.deletedAt),
        status ? eq(posts.status, status) : undefined,
        q ? has(posts.title, q) : undefined,
        editedAt
          ? sql`(${posts.updatedAt}, ${posts.id}) < (${editedAt}::timestamptz, ${id}::uuid)`
          : undefined,
        editableBy(db, editor),
      ),
    )
    .orderBy(desc(posts.updatedAt), desc(posts.id))
    .limit(PER_PAGE + 1)
  const shown = rows.slice(0, PER_PAGE)
  return { posts: shown, before: rows.length > PER_PAGE ? shown.at(-1)?.place : undefined }
}

/** Published posts to link to, by words of their title; without words the newest. */
export async function linkTargets(db: Db, words: string) {
  return db
    .select({ id: posts.id, title: posts.title, slug: posts.slug })
    .from(posts)
    .where(
      and(
        inArray(posts.status, ['published', 'scheduled']),
        words ? has(posts.title, words) : undefined,
      ),
    )
    .orderBy(desc(posts.publishedAt))
    .limit(10)
}
