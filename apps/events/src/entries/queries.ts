import { and, asc, eq, gt, gte, inArray, lt, min, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { calendars, entries, ticketTypes } from '@rose-ash/shared/db/models/events'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { type ChosenPrice, chosenPrice, type Money } from '@rose-ash/shared/money'
import { supplyLeft } from '@rose-ash/shared/services/holds'

/** An entry in a list. `from` is the least it costs, free ones aside; undefined without tickets. */
export interface EntryCard {
  id: string
  href: string
  title: string
  summary: string
  image: string | null
  imageAlt: string
  place: string
  startsAt: Date
  endsAt: Date
  timeZone: string
  from: Money | undefined
}

export interface TicketType {
  id: string
  title: string
  /** What is suggested, where buyers choose. */
  price: Money
  choice: ChosenPrice | undefined
  left: number | null
}

export interface Entry extends Omit<EntryCard, 'from'> {
  description: string
  calendar: { id: string; slug: string; title: string }
  ticketTypes: TicketType[]
}

/** One entry; undefined when there is none. */
export async function entryCard(db: Db, id: string): Promise<EntryCard | undefined> {
  const [row] = await cards(db).where(eq(entries.id, id))
  return row && cardOf(row)
}

/** What is not over yet, soonest first. */
export async function upcoming(db: Db, limit: number): Promise<EntryCard[]> {
  const rows = await prepared(db, 'events_upcoming', (on) =>
    cards(on)
      .where(gt(entries.endsAt, sql`now()`))
      .orderBy(asc(entries.startsAt), asc(entries.id))
      .limit(sql.placeholder('limit'))
      .prepare('events_upcoming'),
  ).execute({ limit })
  return rows.map(cardOf)
}

/** What starts in these calendars between two instants, the later one excluded. */
export async function entriesBetween(
  db: Db,
  { calendarIds, from, until }: { calendarIds: string[]; from: Date; until: Date },
): Promise<EntryCard[]> {
  if (calendarIds.length === 0) return []
  const rows = await cards(db)
    .where(
      and(
        inArray(entries.calendarId, calendarIds),
        gte(entries.startsAt, from),
        lt(entries.startsAt, until),
      ),
    )
    .orderBy(asc(entries.startsAt), asc(entries.id))
  return rows.map(cardOf)
}

/** One entry with its tickets as they can be bought now; undefined when there is none. */
export async function findEntry(db: Db, slug: string): Promise<Entry | undefined> {
  const rows = await prepared(db, 'events_entry', (on) =>
    on
      .select({
        entry: entries,
        calendar: calendars,
        type: ticketTypes,
        left: supplyLeft,
      })
      .from(entries)
      .innerJoin(calendars, eq(calendars.id, entries.calendarId))
      .leftJoin(ticketTypes, eq(ticketTypes.entryId, entries.id))
      .leftJoin(supplies, eq(supplies.id, ticketTypes.supplyId))
      .where(eq(entries.slug, sql.placeholder('slug')))
      .orderBy(asc(ticketTypes.position))
      .prepare('events_entry'),
  ).execute({ slug })
  const [first] = rows
  if (!first) return undefined
  const { entry, calendar } = first
  return {
    ...entry,
    href: `/entries/${entry.slug}`,
    timeZone: calendar.timeZone,
    calendar,
    ticketTypes: rows.flatMap(({ type, left }) => (type ? [ticketTypeOf(type, left)] : [])),
  }
}

function cards(db: Db) {
  const least = sql`coalesce(${ticketTypes.floorMinor}, ${ticketTypes.priceMinor})`
  const cheapest = db
    .select({
      priceMinor: sql<number | null>`
        coalesce(min(nullif(${least}, 0)), min(${least}))`.as('price_minor'),
      currency: min(ticketTypes.currency).as('currency'),
    })
    .from(ticketTypes)
    .where(eq(ticketTypes.entryId, entries.id))
    .as('cheapest')
  return db
    .select({
      id: entries.id,
      slug: entries.slug,
      title: entries.title,
      summary: entries.summary,
      image: entries.image,
      imageAlt: entries.imageAlt,
      place: entries.place,
      startsAt: entries.startsAt,
      endsAt: entries.endsAt,
      timeZone: calendars.timeZone,
      priceMinor: cheapest.priceMinor,
      currency: cheapest.currency,
    })
    .from(entries)
    .innerJoin(calendars, eq(calendars.id, entries.calendarId))
    .leftJoinLateral(cheapest, sql`true`)
    .$dynamic()
}

type CardRow = Awaited<ReturnType<typeof cards>>[number]

function cardOf({ slug, priceMinor, currency, ...row }: CardRow): EntryCard {
  const priced = priceMinor !== null && currency !== null
  return {
    ...row,
    href: `/entries/${slug}`,
    from: priced ? { amount: priceMinor, currency } : undefined,
  }
}

function ticketTypeOf(type: typeof ticketTypes.$inferSelect, left: number | null): TicketType {
  const { id, title, priceMinor, floorMinor, currency } = type
  const price = { amount: priceMinor, currency }
  const choice = floorMinor === null ? undefined : chosenPrice(floorMinor, price)
  return { id, title, price, choice, left }
}
