import type { Db } from '@rose-ash/shared/db'
import { calendars, entries, ticketTypes } from '@rose-ash/shared/db/models/events'
import type { Services } from '@rose-ash/shared/services/registry'
import { Temporal } from 'temporal-polyfill'
import type { SeedCalendar, SeedEntry } from './calendars.ts'
import { seedSupply } from './seed-market.ts'

interface CalendarSeed {
  calendar: SeedCalendar
  services: Services
  currency: string
  timeZone: string
  now: Date
}

/** Opens one calendar with its entries. Answers its id. */
export async function seedCalendar(tx: Db, seed: CalendarSeed): Promise<string> {
  const { calendar, timeZone } = seed
  const { slug, title, description } = calendar
  const [row] = await tx
    .insert(calendars)
    .values({ slug, title, description, timeZone })
    .returning({ id: calendars.id })
  if (!row) throw new Error('an insert answers its row')
  for (const entry of calendar.entries) await seedEntry(tx, seed, { calendarId: row.id, entry })
  return row.id
}

async function seedEntry(
  tx: Db,
  { services, currency, timeZone, now }: CalendarSeed,
  { calendarId, entry }: { calendarId: string; entry: SeedEntry },
): Promise<void> {
  const { day, time, minutes, tickets, ...values } = entry
  const starts = nextSaturday(now, timeZone)
    .add({ days: day })
    .toZonedDateTime({ timeZone, plainTime: time })
  const [startsAt, endsAt] = [starts, starts.add({ minutes })].map(
    ({ epochMilliseconds }) => new Date(epochMilliseconds),
  ) as [Date, Date]
  const [row] = await tx
    .insert(entries)
    .values({ ...values, calendarId, startsAt, endsAt })
    .returning({ id: entries.id })
  if (!row) throw new Error('an insert answers its row')
  for (const [position, [title, priceMinor, places, floorMinor = null]] of tickets.entries()) {
    const supplyId = await seedSupply(tx, places)
    const type = { entryId: row.id, supplyId, title, priceMinor, floorMinor, currency, position }
    await tx.insert(ticketTypes).values(type)
  }
  await services.federation.publish(tx, {
    app: 'events',
    type: 'Create',
    object: {
      type: 'Event',
      path: `/entries/${entry.slug}`,
      name: entry.title,
      summary: entry.summary,
      startTime: startsAt.toISOString(),
      endTime: endsAt.toISOString(),
    },
    public: true,
  })
}

/** The first Saturday after today. */
function nextSaturday(now: Date, timeZone: string): Temporal.PlainDate {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  return today.add({ days: ((12 - today.dayOfWeek) % 7) + 1 })
}
