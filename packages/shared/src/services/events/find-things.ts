import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Thing } from '../../contracts/things.ts'
import { type Column, type Db, has, type SQL } from '../../db/index.ts'
import { calendars, entries } from '../../db/models/events.ts'

/** @see EventsService.find */
export async function findInEvents(
  db: Db,
  kind: 'event' | 'calendar',
  words: string,
): Promise<Thing[]> {
  if (kind === 'calendar') {
    const { id, title } = calendars
    return db
      .select({ id, title, detail: sql<string>`'Calendar'` })
      .from(calendars)
      .where(has(title, words))
      .orderBy(asc(title))
      .limit(10)
  }
  const when = sql<string>`to_char(${entries.startsAt} at time zone ${calendars.timeZone}, 'FMDD Mon YYYY, HH24:MI')`
  return db
    .select({ id: entries.id, title: entries.title, detail: when })
    .from(entries)
    .innerJoin(calendars, eq(calendars.id, entries.calendarId))
    .where(and(gt(entries.endsAt, sql`now()`), has(entries.title, words)))
    .orderBy(asc(entries.startsAt))
    .limit(10)
}

/** @see EventsService.path */
export function calendarPath(calendarId: Column | SQL): SQL<string | null> {
  return sql<
    string | null
  >`(select '/calendars/' || leading_to.slug from events.calendars leading_to
    where leading_to.id = ${calendarId})`
}
