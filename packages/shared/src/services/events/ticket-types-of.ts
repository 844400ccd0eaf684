import { eq, sql } from 'drizzle-orm'
import type { BlogService } from '../../contracts/blog.ts'
import type { Db } from '../../db/index.ts'
import { calendars, entries, ticketTypes } from '../../db/models/events.ts'

/** @see EventsService.ticketTypesOf */
export async function ticketTypesOf(
  blog: BlogService,
  db: Db,
  pageIds: string[],
): Promise<{ id: string; title: string }[]> {
  const page = blog.attachedPage('calendar', calendars.id)
  const rows = await db
    .select({ id: ticketTypes.id, entry: entries.title, type: ticketTypes.title })
    .from(ticketTypes)
    .innerJoin(entries, eq(entries.id, ticketTypes.entryId))
    .innerJoin(calendars, eq(calendars.id, entries.calendarId))
    .where(
      sql`${entries.endsAt} > now()
        and (${page} ->> 'id')::uuid = any(${sql.param(pageIds)}::uuid[])`,
    )
    .orderBy(entries.startsAt, ticketTypes.title)
    .limit(500)
  return rows.map(({ id, entry, type }) => ({ id, title: `${entry}: ${type}` }))
}
