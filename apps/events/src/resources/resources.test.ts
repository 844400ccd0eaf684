import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { posts } from '@rose-ash/shared/db/models/blog'
import { slots } from '@rose-ash/shared/db/models/events-bookings'
import { supplies } from '@rose-ash/shared/db/models/holds'
import {
  aPage,
  aPerson,
  aSlot,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { createEvents } from '../app.ts'
import { aBooking } from '../testing/a-booking.ts'
import { cancelWords } from './cancel-words.ts'
import { bookable, findResource } from './queries.ts'

const { db, url } = await testDatabase()
const app = await testApp(createEvents, testConfig('events', { databaseUrl: url }))

/** A Friday afternoon in summer. */
const friday = new Date('2040-07-06T13:00:00Z')

describe('the page of something bookable', () => {
  it('shows a week of its slots by day, each to be put into the basket', async () => {
    const slot = await aSlot(db, {
      places: 6,
      startsAt: friday,
      resource: { timeZone: 'Europe/Berlin', memberPriceMinor: 900, cancelMinutes: 1440 },
    })
    const { body } = await look(`/resources/${slot.resource.slug}?from=2040-07-06`)

    expect(body).toContain('Week of Monday 2 July')
    expect(body).toContain('id="day-2040-07-06"')
    expect(body).toMatch(/15:00(–|&#8211;)17:00/)
    expect(body).toContain('6 places left')
    expect(body).toContain('£9.00 for members')
    expect(body).toContain('until 1 day before it begins')
    expect(body).toContain(`name="id" value="${slot.id}"`)
    expect(body).toContain('href="?from=2040-06-25#week"')
    expect(body).toContain('href="?from=2040-07-09#week"')
    expect(ldOf(body)).toMatchObject({
      '@type': 'Service',
      offers: [
        {
          '@type': 'Offer',
          price: '12.00',
          priceCurrency: 'GBP',
          availabilityStarts: '2040-07-06T13:00:00.000Z',
          availabilityEnds: '2040-07-06T15:00:00.000Z',
          availability: 'https://schema.org/InStock',
        },
      ],
    })
  })

  it('has no button for what is taken, and leads to what is free next', async () => {
    const slot = await aSlot(db, { startsAt: friday })
    const { id: resourceId, slug } = slot.resource
    await db.update(supplies).set({ taken: 1 }).where(eq(supplies.id, slot.supplyId))
    const [supply] = await db.insert(supplies).values({ capacity: 1 }).returning()
    const later = { startsAt: new Date('2040-07-20T13:00Z'), endsAt: new Date('2040-07-20T15:00Z') }
    await db.insert(slots).values({ resourceId, supplyId: supply?.id ?? '', ...later })

    const { body } = await look(`/resources/${slug}?from=2040-07-02`)

    expect(body).toContain('Taken')
    expect(body).not.toContain('data-basket-form')
    expect(body).toContain(`href="/resources/${slug}?from=2040-07-20#week"`)
    expect(ldOf(body)).toMatchObject({ offers: [{ availability: 'https://schema.org/SoldOut' }] })
  })

  it('says so when there is nothing in a week, or nothing at all', async () => {
    const slot = await aSlot(db, { startsAt: friday })
    await db.update(slots).set({ removedAt: new Date() }).where(eq(slots.id, slot.id))

    const { body } = await look(`/resources/${slot.resource.slug}?from=2040-07-02`)

    expect(body).toContain('There is nothing to book in this week.')
    expect(body).toContain('Everything is taken just now.')
  })

  it('is not there for a draft, for a hidden page, or for a day that is none', async () => {
    const draft = await aSlot(db, { resource: { status: 'draft' } })
    const hidden = await aSlot(db)
    const { pageId } = hidden.resource
    await db.update(posts).set({ status: 'draft' }).where(eq(posts.id, pageId))
    const shown = await aSlot(db)

    expect((await look(`/resources/${draft.resource.slug}`)).statusCode).toBe(404)
    expect((await look(`/resources/${hidden.resource.slug}`)).statusCode).toBe(404)
    expect((await look(`/resources/${shown.resource.slug}?from=2040-13-01`)).statusCode).toBe(400)
    expect(await bookable(db, app.services, pageId)).toEqual([])
  })
})

describe('the list of what can be booked', () => {
  it('is of all pages, or of one', async () => {
    const pageId = (await aPage(db, { title: 'Kiln Lane' })).id
    await aSlot(db, { startsAt: friday, resource: { title: 'The kiln', pageId } })

    const own = await look(`/resources?page=${pageId}`)
    const all = await look('/resources')

    expect(own.body).toContain('What Kiln Lane lends')
    expect(own.body.match(/class="teaser /g)).toHaveLength(1)
    expect(own.body).toContain('Next free Friday 6 July, 14:00')
    expect(all.body).toContain('The kiln')
    expect(all.body).toContain('The bread oven')
  })

  it('says what to do instead when there is nothing', async () => {
    const { id } = await aPage(db)

    expect((await look(`/resources?page=${id}`)).body).toContain('Nothing can be booked here')
  })
})

it('counts what an expired hold still blocks as free', async () => {
  const slot = await aSlot(db, { startsAt: friday })
  await db.update(supplies).set({ held: 1 }).where(eq(supplies.id, slot.supplyId))
  await db.execute(`insert into holds.holds (id, supply_id, holder_id, quantity, expires_at)
    values (gen_random_uuid(), '${slot.supplyId}', gen_random_uuid(), 1, now() - interval '1 second')`)

  const found = await findResource(db, app.services, slot.resource.slug)

  expect(found?.nextFree).toEqual(friday)
})

describe('a booking', () => {
  it('is opened by its holder or with its code, and by nobody else', async () => {
    const person = await aPerson(db)
    const slot = await aSlot(db, { startsAt: friday })
    const holder = { name: 'Nora', quantity: 1, holderId: person.id }
    const [booking] = await aBooking(db, app.services, { slot, ...holder })
    const path = `/tickets/${booking?.id}`

    const own = await look(path, await signedIn(app, person))
    const other = await look(path, await signedIn(app, await aPerson(db)))

    expect(own.body).toContain('The bread oven')
    expect(own.body).toContain('It is for one place.')
    expect((await look(`${path}?code=${booking?.code}`)).statusCode).toBe(200)
    expect(other.statusCode).toBe(404)
    expect((await look(path)).statusCode).toBe(404)
  })
})

it.each([
  [0, 'until it begins'],
  [60, 'until 1 hour before it begins'],
  [90, 'until 90 minutes before it begins'],
  [2880, 'until 2 days before it begins'],
])('says %i minutes as “%s”', (minutes, words) => {
  expect(cancelWords(minutes)).toBe(words)
})

function look(path: string, headers: Record<string, string> = {}) {
  return app.inject({ url: path, headers: { accept: 'text/html', ...headers } })
}

function ldOf(html: string): unknown {
  const [, ld = ''] = /<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/s.exec(html) ?? []
  return JSON.parse(ld)
}
