import { and, asc, eq, gt, gte, isNull, lt, sql } from 'drizzle-orm'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import { type Db, prepared } from '@rose-ash/shared/db'
import { resources, slots } from '@rose-ash/shared/db/models/events-bookings'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { type Money, money } from '@rose-ash/shared/money'
import { supplyLeft } from '@rose-ash/shared/services/holds'
import type { Services } from '@rose-ash/shared/services/registry'
import { cancelWords } from './cancel-words.ts'

/** Something that can be booked, as its page and lists show it. */
export interface Resource {
  id: string
  pageId: string
  page: PageDto
  href: string
  title: string
  description: string
  image: string | null
  imageAlt: string
  place: string
  timeZone: string
  price: Money
  memberPrice: Money | undefined
  /** Until when a booking can be cancelled, in words; undefined when it is as any order. */
  cancel: string | undefined
  /** When the next slot with a place left begins; null when there is none. */
  nextFree: Date | null
}

export interface Slot {
  id: string
  startsAt: Date
  endsAt: Date
  capacity: number
  left: number
}

type Blog = Pick<Services, 'blog'>

/** Something bookable that everybody may see; undefined when there is none. */
export async function findResource(
  db: Db,
  services: Blog,
  slug: string,
): Promise<Resource | undefined> {
  const [row] = await prepared(db, 'events_resource', (on) =>
    published(on, services, eq(resources.slug, sql.placeholder('slug'))).prepare('events_resource'),
  ).execute({ slug })
  return row && resourceOf(row)
}

/** What can be booked on a page, or with null on all of them, by name; 200 at most. */
export async function bookable(db: Db, services: Blog, pageId: string | null): Promise<Resource[]> {
  const rows = await published(
    db,
    services,
    pageId === null ? undefined : eq(resources.pageId, pageId),
  )
    .orderBy(asc(resources.title), asc(resources.id))
    .limit(200)
  return rows.map(resourceOf)
}

/** The slots of a resource that start in a span and have not begun yet, in their order. */
export async function slotsBetween(
  db: Db,
  { resourceId, from, until }: { resourceId: string; from: Date; until: Date },
): Promise<Slot[]> {
  return prepared(db, 'events_slots', (on) =>
    on
      .select({
        id: slots.id,
        startsAt: slots.startsAt,
        endsAt: slots.endsAt,
        capacity: sql<number>`coalesce(${supplies.capacity}, 0)`,
        left: sql<number>`coalesce(${supplyLeft}, 0)`,
      })
      .from(slots)
      .innerJoin(supplies, eq(supplies.id, slots.supplyId))
      .where(
        and(
          eq(slots.resourceId, sql.placeholder('resourceId')),
          gte(slots.startsAt, sql.placeholder('from')),
          lt(slots.startsAt, sql.placeholder('until')),
          gt(slots.startsAt, sql`now()`),
          isNull(slots.removedAt),
        ),
      )
      .orderBy(asc(slots.startsAt))
      .prepare('events_slots'),
  ).execute({ resourceId, from, until })
}

function published(db: Db, { blog }: Blog, which: ReturnType<typeof eq> | undefined) {
  const page = blog.page(resources.pageId)
  return db
    .select({
      resource: resources,
      page,
      nextFree: sql<string | null>`(select min(slot.starts_at) from events.slots slot
        join holds.supplies on supplies.id = slot.supply_id
        where slot.resource_id = resources.id and slot.removed_at is null
          and slot.starts_at > now() and ${supplyLeft} > 0)`,
    })
    .from(resources)
    .where(and(eq(resources.status, 'published'), sql`${page} is not null`, which))
    .$dynamic()
}

type Row = Awaited<ReturnType<typeof published>>[number]

function resourceOf({ resource, page, nextFree }: Row): Resource {
  const { id, pageId, slug, title, description, image, imageAlt, place, timeZone } = resource
  const { priceMinor, memberPriceMinor, currency, cancelMinutes } = resource
  if (!page) throw new Error('only pages that are shown were asked for')
  return {
    id,
    pageId,
    page,
    href: `/resources/${slug}`,
    title,
    description,
    image,
    imageAlt,
    place,
    timeZone,
    price: money(priceMinor, currency),
    memberPrice: memberPriceMinor === null ? undefined : money(memberPriceMinor, currency),
    cancel: cancelMinutes === null ? undefined : cancelWords(cancelMinutes),
    nextFree: nextFree ? new Date(nextFree) : null,
  }
}
