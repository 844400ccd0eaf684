import { and, asc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import type { Db } from '@rose-ash/shared/db'
import { bookings, resources, slots } from '@rose-ash/shared/db/models/events-bookings'
import { supplies } from '@rose-ash/shared/db/models/holds'

export interface DeskResource {
  id: string
  title: string
  status: 'draft' | 'published'
  page: string
  /** Slots and bookings that have not begun yet. */
  slots: number
  booked: number
}

/** What is bookable on these pages, by name. */
export async function resourcesOf(db: Db, pages: PageDto[]): Promise<DeskResource[]> {
  if (pages.length === 0) return []
  const titles = new Map(pages.map(({ id, title }) => [id, title]))
  const coming = sql`slot.resource_id = resources.id and slot.removed_at is null
    and slot.starts_at > now()`
  const rows = await db
    .select({
      id: resources.id,
      title: resources.title,
      status: resources.status,
      pageId: resources.pageId,
      slots: sql<number>`(select count(*)::int from events.slots slot where ${coming})`,
      booked: sql<number>`(select count(*)::int from events.slots slot
        join events.bookings booking on booking.slot_id = slot.id and booking.cancelled_at is null
        where ${coming})`,
    })
    .from(resources)
    .where(inArray(resources.pageId, [...titles.keys()]))
    .orderBy(asc(resources.title), asc(resources.id))
  return rows.map(({ pageId, ...row }) => ({ ...row, page: titles.get(pageId) ?? '' }))
}

export interface DeskSlot {
  id: string
  startsAt: Date
  endsAt: Date
  capacity: number
  booked: number
  held: number
  /** Who booked it, in the order they did, and how many places. */
  people: { name: string; email: string; places: number }[]
}

/** The slots of a resource in a span, in their order, with who booked them. */
export async function deskSlots(
  db: Db,
  { resourceId, from, until }: { resourceId: string; from: Date; until: Date },
): Promise<DeskSlot[]> {
  const people = sql<DeskSlot['people']>`(
    select coalesce(json_agg(json_build_object('name', name, 'email', email, 'places', places)
      order by since), '[]')
    from (select booking.name, booking.email::text, count(*) as places, min(booking.id::text) as since
      from events.bookings booking
      where booking.slot_id = ${slots.id} and booking.cancelled_at is null
      group by booking.order_line_id, booking.name, booking.email) by_order)`
  return db
    .select({
      id: slots.id,
      startsAt: slots.startsAt,
      endsAt: slots.endsAt,
      capacity: sql<number>`coalesce(${supplies.capacity}, 0)`,
      booked: supplies.taken,
      held: supplies.held,
      people,
    })
    .from(slots)
    .innerJoin(supplies, eq(supplies.id, slots.supplyId))
    .where(
      and(
        eq(slots.resourceId, resourceId),
        isNull(slots.removedAt),
        gte(slots.startsAt, from),
        lt(slots.startsAt, until),
      ),
    )
    .orderBy(asc(slots.startsAt))
}

export interface DeskBooking {
  id: string
  name: string
  email: string
  startsAt: Date
  endsAt: Date
  cancelledAt: Date | null
}

/** So many bookings stand on one page. */
export const bookingsShown = 100

/** Who booked what from an instant on, those given back too, by when it is; one more than is shown. */
export async function bookingsFrom(
  db: Db,
  { resourceId, from, after }: { resourceId: string; from: Date; after: string | undefined },
): Promise<DeskBooking[]> {
  return db
    .select({
      id: bookings.id,
      name: bookings.name,
      email: bookings.email,
      startsAt: slots.startsAt,
      endsAt: slots.endsAt,
      cancelledAt: bookings.cancelledAt,
    })
    .from(bookings)
    .innerJoin(slots, eq(slots.id, bookings.slotId))
    .where(
      and(
        eq(slots.resourceId, resourceId),
        after
          ? sql`(${slots.startsAt}, ${bookings.id}) > (${from.toISOString()}::timestamptz, ${after}::uuid)`
          : gte(slots.startsAt, from),
      ),
    )
    .orderBy(asc(slots.startsAt), asc(bookings.id))
    .limit(bookingsShown + 1)
}
