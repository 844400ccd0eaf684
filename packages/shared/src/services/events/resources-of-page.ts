import { asc, eq } from 'drizzle-orm'
import type { PageResource } from '../../contracts/events.ts'
import type { Db } from '../../db/index.ts'
import { resources } from '../../db/models/events-bookings.ts'

/** @see EventsService.resourcesOfPage */
export async function resourcesOfPage(db: Db, pageId: string): Promise<PageResource[]> {
  const { title, status } = resources
  return db
    .select({ title, status })
    .from(resources)
    .where(eq(resources.pageId, pageId))
    .orderBy(asc(title), asc(resources.id))
}
