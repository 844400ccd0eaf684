import { randomUUID } from 'node:crypto'
import { isNull } from 'drizzle-orm'
import type { Db } from '../db/index.ts'
import { people } from '../db/models/account.ts'
import { authors, containerRelations, posts } from '../db/models/blog.ts'
import { orders } from '../db/models/cart.ts'
import { merchants } from '../db/models/cart-merchants.ts'
import { calendars, entries, ticketTypes } from '../db/models/events.ts'
import { resources, slots } from '../db/models/events-bookings.ts'
import { supplies } from '../db/models/holds.ts'
import { markets, products, variants } from '../db/models/market.ts'

const unique = (word: string): string => `${word}-${randomUUID().slice(0, 8)}`
const hour = 60 * 60 * 1_000

/** A person who can sign in. */
export async function aPerson(db: Db, values: Partial<typeof people.$inferInsert> = {}) {
  const email = `${unique('someone')}@rose-ash.example`
  return only(
    await db
      .insert(people)
      .values({ email, ...values })
      .returning(),
  )
}

/** A published page, or post. */
export async function aPage(db: Db, values: Partial<typeof posts.$inferInsert> = {}) {
  const slug = unique('page')
  const author = only(await db.insert(authors).values({ slug, name: 'Ada Marsh' }).returning())
  const row: typeof posts.$inferInsert = {
    type: 'page',
    slug,
    title: 'Hearth & Rye',
    status: 'published',
    publishedAt: new Date(),
    authorId: author.id,
    ...values,
  }
  return only(await db.insert(posts).values(row).returning())
}

export interface AVariant {
  stock?: number | null
  priceMinor?: number
  title?: string
  pageId?: string
}

/** A product with one variant, on the shelf of a market on a page of its own. */
export async function aVariant(db: Db, options: AVariant = {}) {
  const { stock = 10, priceMinor = 280, title = 'Tannery sourdough' } = options
  const pageId = options.pageId ?? (await aPage(db)).id
  const slug = unique('bread')
  const market = only(await db.insert(markets).values({ slug, title: 'Bread' }).returning())
  await db.insert(containerRelations).values({ pageId, kind: 'market', thingId: market.id })
  const product = only(
    await db
      .insert(products)
      .values({ marketId: market.id, slug, title, status: 'published', publishedAt: new Date() })
      .returning(),
  )
  const supply = only(await db.insert(supplies).values({ capacity: stock }).returning())
  return only(
    await db
      .insert(variants)
      .values({
        productId: product.id,
        supplyId: supply.id,
        priceMinor,
        currency: 'GBP',
        title: 'Small',
      })
      .returning(),
  )
}

/** What somebody paid the cooperative from their balance, with nothing in it yet. */
export async function anOrder(db: Db, values: Partial<typeof orders.$inferInsert> = {}) {
  const [merchant] = await db.select().from(merchants).where(isNull(merchants.pageId))
  const { totalMinor = 1800 } = values
  const row: typeof orders.$inferInsert = {
    merchantId: merchant?.id ?? '',
    requestKey: randomUUID(),
    accessKey: randomUUID(),
    currency: 'GBP',
    email: 'tom@rose-ash.example',
    name: 'Tom Bell',
    state: 'paid',
    itemsMinor: totalMinor,
    totalMinor,
    creditMinor: totalMinor,
    placedAt: new Date(),
    paidAt: new Date(),
    ...values,
  }
  return only(await db.insert(orders).values(row).returning())
}

export interface ATicketType {
  places?: number | null
  priceMinor?: number
  startsAt?: Date
}

/** A kind of ticket to an entry in a calendar on a page of its own. */
export async function aTicketType(db: Db, options: ATicketType = {}) {
  const { places = 10, priceMinor = 1800, startsAt = new Date(Date.now() + 48 * hour) } = options
  const slug = unique('supper')
  const calendar = only(
    await db
      .insert(calendars)
      .values({ slug, title: 'At the oven', timeZone: 'Europe/London' })
      .returning(),
  )
  const { id: pageId } = await aPage(db)
  await db.insert(containerRelations).values({ pageId, kind: 'calendar', thingId: calendar.id })
  const entry = only(
    await db
      .insert(entries)
      .values({
        calendarId: calendar.id,
        slug,
        title: 'The long table supper',
        startsAt,
        endsAt: new Date(startsAt.getTime() + 3 * hour),
        place: 'The Old Tannery',
      })
      .returning(),
  )
  const supply = only(await db.insert(supplies).values({ capacity: places }).returning())
  return only(
    await db
      .insert(ticketTypes)
      .values({
        entryId: entry.id,
        supplyId: supply.id,
        priceMinor,
        currency: 'GBP',
        title: 'Supper',
      })
      .returning(),
  )
}

export interface ASlot {
  places?: number
  priceMinor?: number
  startsAt?: Date
  resource?: Partial<typeof resources.$inferInsert>
}

/** Two hours at an oven, on a page of its own. */
export async function aSlot(db: Db, options: ASlot = {}) {
  const { places = 1, priceMinor = 1200, startsAt = new Date(Date.now() + 48 * hour) } = options
  const resource: typeof resources.$inferInsert = {
    pageId: options.resource?.pageId ?? (await aPage(db)).id,
    slug: unique('oven'),
    title: 'The bread oven',
    place: 'The Old Tannery',
    timeZone: 'Europe/London',
    priceMinor,
    currency: 'GBP',
    status: 'published',
    ...options.resource,
  }
  const made = only(await db.insert(resources).values(resource).returning())
  const supply = only(await db.insert(supplies).values({ capacity: places }).returning())
  const endsAt = new Date(startsAt.getTime() + 2 * hour)
  const slot = { resourceId: made.id, supplyId: supply.id, startsAt, endsAt }
  return { ...only(await db.insert(slots).values(slot).returning()), resource: made }
}

function only<T>(rows: T[]): T {
  const [row] = rows
  if (!row) throw new Error('an insert answers its row')
  return row
}
