import { and, asc, eq, exists, isNull, sql } from 'drizzle-orm'
import type { Attachment, PageDto } from '../../contracts/blog.ts'
import type { Db } from '../../db/index.ts'
import { containerRelations, pageManagers, posts } from '../../db/models/blog.ts'

/** @see BlogService.attach */
export async function attach(tx: Db, { pageId, kind, thingId }: Attachment): Promise<void> {
  const last = sql<number>`(select coalesce(max(position), -1) + 1 from ${containerRelations}
    where page_id = ${pageId} and kind = ${kind})`
  await tx
    .insert(containerRelations)
    .values({ pageId, kind, thingId, position: last })
    .onConflictDoUpdate({
      target: [containerRelations.kind, containerRelations.thingId],
      set: { pageId, position: last },
      setWhere: sql`${containerRelations.pageId} <> ${pageId}`,
    })
}

/** @see BlogService.detach */
export async function detach(
  tx: Db,
  { kind, thingId }: Pick<Attachment, 'kind' | 'thingId'>,
): Promise<void> {
  const relation = containerRelations
  await tx.delete(relation).where(and(eq(relation.kind, kind), eq(relation.thingId, thingId)))
}

const mostPages = 500

/** @see BlogService.managedPages */
export async function managedPages(db: Db, managedBy: string | null): Promise<PageDto[]> {
  const theirs = db
    .select({ one: sql`1` })
    .from(pageManagers)
    .where(and(eq(pageManagers.pageId, posts.id), eq(pageManagers.personId, managedBy ?? '')))
  return db
    .select({ id: posts.id, slug: posts.slug, title: posts.title })
    .from(posts)
    .where(
      and(
        eq(posts.type, 'page'),
        isNull(posts.deletedAt),
        managedBy === null ? undefined : exists(theirs),
      ),
    )
    .orderBy(asc(posts.title))
    .limit(mostPages)
}

/** @see BlogService.managersOf */
export async function managersOf(db: Db, pageId: string): Promise<string[]> {
  const rows = await db
    .select({ personId: pageManagers.personId })
    .from(pageManagers)
    .where(eq(pageManagers.pageId, pageId))
  return rows.map(({ personId }) => personId)
}
