import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { resources } from '../../db/models/events-bookings.ts'

/** @see EventsService.resourcesOf */
export async function resourcesOf(
  db: Db,
  pageIds: string[],
): Promise<{ id: string; title: string }[]> {
  const { id, title, status, pageId } = resources
  return db
    .select({ id, title })
    .from(resources)
    .where(and(eq(status, 'published'), sql`${pageId} = any(${sql.param(pageIds)}::uuid[])`))
    .orderBy(asc(title), asc(id))
    .limit(500)
}
