import { and, asc, eq, sql } from 'drizzle-orm'
import type { AttachmentKind, PageDto } from '../../contracts/blog.ts'
import { type Db, prepared } from '../../db/index.ts'
import { containerRelations, pageManagers, posts } from '../../db/models/blog.ts'

const pageColumns = { id: posts.id, slug: posts.slug, title: posts.title }

/** @see BlogService.attachedTo */
export async function attachedTo(db: Db, pageId: string, kind: AttachmentKind): Promise<string[]> {
  const { thingId, kind: kindOf, position } = containerRelations
  const rows = await prepared(db, 'blog_attached_to', (on) =>
    on
      .select({ thingId })
      .from(containerRelations)
      .where(
        and(
          eq(containerRelations.pageId, sql.placeholder('pageId')),
          eq(kindOf, sql.placeholder('kind')),
        ),
      )
      .orderBy(asc(position))
      .prepare('blog_attached_to'),
  ).execute({ pageId, kind })
  return rows.map(({ thingId }) => thingId)
}

/** @see BlogService.pagesById */
export async function pagesById(db: Db, pageIds: string[]): Promise<Map<string, PageDto>> {
  if (pageIds.length === 0) return new Map()
  const rows = await prepared(db, 'blog_pages_by_id', (on) =>
    on
      .select(pageColumns)
      .from(posts)
      .where(sql`${posts.id} = any(${sql.placeholder('pageIds')})`)
      .prepare('blog_pages_by_id'),
  ).execute({ pageIds })
  return new Map(rows.map((page) => [page.id, page]))
}

/** @see BlogService.managesPage */
export async function managesPage(db: Db, pageId: string, personId: string): Promise<boolean> {
  const found = await db
    .select({ pageId: pageManagers.pageId })
    .from(pageManagers)
    .where(and(eq(pageManagers.pageId, pageId), eq(pageManagers.personId, personId)))
  return found.length > 0
}
