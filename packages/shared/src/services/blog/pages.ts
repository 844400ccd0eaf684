import { and, asc, eq, inArray } from 'drizzle-orm'
import type { AttachmentKind, PageDto } from '../../contracts/blog.ts'
import type { Db } from '../../db/index.ts'
import { containerRelations, pageManagers, posts } from '../../db/models/blog.ts'

const pageColumns = { id: posts.id, slug: posts.slug, title: posts.title }

/** @see BlogService.attachedTo */
export async function attachedTo(db: Db, pageId: string, kind: AttachmentKind): Promise<string[]> {
  const rows = await db
    .select({ thingId: containerRelations.thingId })
    .from(containerRelations)
    .where(and(eq(containerRelations.pageId, pageId), eq(containerRelations.kind, kind)))
    .orderBy(asc(containerRelations.position))
  return rows.map(({ thingId }) => thingId)
}

/** @see BlogService.pagesOf */
export async function pagesOf(
  db: Db,
  kind: AttachmentKind,
  thingIds: string[],
): Promise<Map<string, PageDto>> {
  if (thingIds.length === 0) return new Map()
  const rows = await db
    .select({ thingId: containerRelations.thingId, ...pageColumns })
    .from(containerRelations)
    .innerJoin(posts, eq(posts.id, containerRelations.pageId))
    .where(and(eq(containerRelations.kind, kind), inArray(containerRelations.thingId, thingIds)))
  return new Map(rows.map(({ thingId, ...page }) => [thingId, page]))
}

/** @see BlogService.pagesById */
export async function pagesById(db: Db, pageIds: string[]): Promise<Map<string, PageDto>> {
  if (pageIds.length === 0) return new Map()
  const rows = await db.select(pageColumns).from(posts).where(inArray(posts.id, pageIds))
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
