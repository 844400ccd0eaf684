import { asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { calendars } from '@rose-ash/shared/db/models/events'

export type Calendar = typeof calendars.$inferSelect

export async function findCalendar(db: Db, slug: string): Promise<Calendar | undefined> {
  const [calendar] = await db.select().from(calendars).where(eq(calendars.slug, slug))
  return calendar
}

/** The calendars with these ids, by title. */
export async function calendarsById(db: Db, ids: string[]): Promise<Calendar[]> {
  if (ids.length === 0) return []
  return db.select().from(calendars).where(inArray(calendars.id, ids)).orderBy(asc(calendars.title))
}
