import type { FastifyInstance } from 'fastify'
import { and, eq, isNull } from 'drizzle-orm'
import { roles } from '@rose-ash/shared/db/models/account'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { slots } from '@rose-ash/shared/db/models/events-bookings'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { aPage, aPerson } from '@rose-ash/shared/testing'
import { layOutSlots } from '../desk/lay-out-slots.ts'
import type { Runner } from '../desk/runner.ts'
import { createResource, type ResourceWords } from '../desk/save-resource.ts'

/** Two slots of two hours on a Monday morning. */
const plan = {
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  opensAt: '08:00',
  closesAt: '12:00',
  lengthMinutes: 120,
  pauseMinutes: 0,
  firstDay: '2040-07-02',
  lastDay: '2040-07-02',
}

/** The month that they are in. */
export const july = {
  from: new Date('2040-07-01T00:00Z'),
  until: new Date('2040-07-31T00:00Z'),
}

/** A page with its manager, people who are not, and what they do with an oven. */
export async function ovenDesk(app: FastifyInstance) {
  const { db } = app
  const page = await aPage(db)
  const [person, stranger, boss] = [await aPerson(db), await aPerson(db), await aPerson(db)]
  await db.insert(pageManagers).values({ pageId: page.id, personId: person.id })
  await db.insert(roles).values({ personId: boss.id, role: 'admin' })
  const manager: Runner = { personId: person.id, isAdmin: false }
  const words: ResourceWords = {
    pageId: page.id,
    title: 'The bread oven',
    slug: '',
    description: '',
    image: null,
    imageAlt: '',
    place: 'The Old Tannery',
    priceMinor: 1200,
    memberPriceMinor: 900,
    taxRateBasisPoints: 2000,
    cancelMinutes: null,
  }
  const there = (resourceId: string) =>
    and(eq(slots.resourceId, resourceId), isNull(slots.removedAt))
  return {
    page,
    person,
    stranger,
    boss,
    manager,
    words,
    anOven: () => createResource(db, app, { runner: manager, ...words }),
    layOut: (resourceId: string, more: Partial<typeof plan> = {}, capacity = 1) =>
      layOutSlots(db, app, { runner: manager, resourceId, plan: { ...plan, ...more }, capacity }),
    slotsOf: (resourceId: string) =>
      db.select().from(slots).where(there(resourceId)).orderBy(slots.startsAt),
    /** The capacities of its slots, by time. */
    async suppliesOf(resourceId: string): Promise<(number | null)[]> {
      const rows = await db
        .select({ capacity: supplies.capacity })
        .from(slots)
        .innerJoin(supplies, eq(supplies.id, slots.supplyId))
        .where(there(resourceId))
        .orderBy(slots.startsAt)
      return rows.map(({ capacity }) => capacity)
    },
  }
}
