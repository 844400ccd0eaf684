import { asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { calendars } from '@rose-ash/shared/db/models/events'
import type { Services } from '@rose-ash/shared/services/registry'

export type Calendar = typeof calendars.$inferSelect

/** A calendar with the page it is attached to. */
export async function findCalendar(db: Db, { blog }: Pick<Services, 'blog'>, slug: string) {
  const page = blog.attachedPage('calendar', calendars.id)
  const [calendar] = await prepared(db, 'events_calendar', (on) =>
    on
      .select({ ...getTableColumns(calendars), page })
      .from(calendars)
      .where(eq(calendars.slug, sql.placeholder('slug')))
      .prepare('events_calendar'),
  ).execute({ slug })
  return calendar
}

/** The calendars with these ids, by title. */
export async function calendarsById(db: Db, ids: string[]): Promise<Calendar[]> {
  if (ids.length === 0) return []
  return db.select().from(calendars).where(inArray(calendars.id, ids)).orderBy(asc(calendars.title))
}
