import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { resources } from '@rose-ash/shared/db/models/events-bookings'
import {
  aPage,
  type aPerson,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { createEvents } from '../app.ts'
import { aBooking } from '../testing/a-booking.ts'
import { ovenDesk } from '../testing/oven-desk.ts'
import { changeResource, createResource } from './save-resource.ts'

const { db, url } = await testDatabase()
const app = await testApp(createEvents, testConfig('events', { databaseUrl: url }))
const { anOven, boss, layOut, manager, page, person, slotsOf, stranger, words } =
  await ovenDesk(app)

describe('what can be booked', () => {
  it('is a draft with an address of its own, in the currency and zone of the cooperative', async () => {
    const [first, second] = [await anOven(), await anOven()]

    const rows = await db.select().from(resources).where(eq(resources.pageId, page.id))

    expect(rows.filter(({ id }) => id === first || id === second)).toMatchObject([
      { slug: 'the-bread-oven', status: 'draft', currency: 'GBP', timeZone: 'Europe/London' },
      { slug: 'the-bread-oven-2', status: 'draft' },
    ])
  })

  it('is changed by one at a time, and never costs members more', async () => {
    const resourceId = await anOven()
    const change = { runner: manager, resourceId, baseVersion: 1, ...words }

    await changeResource(db, app, { ...change, title: 'The old oven' })

    await expect(changeResource(db, app, change)).rejects.toThrow('Somebody else saved this')
    await expect(
      changeResource(db, app, { ...change, baseVersion: 2, memberPriceMinor: 1300 }),
    ).rejects.toThrow('Members cannot pay more')
    const [row] = await db.select().from(resources).where(eq(resources.id, resourceId))
    expect(row).toMatchObject({ title: 'The old oven', version: 2, memberPriceMinor: 900 })
  })

  it('goes onto no page that is somebody else’s', async () => {
    const { id: pageId } = await aPage(db)

    await expect(createResource(db, app, { runner: manager, ...words, pageId })).rejects.toThrow(
      'not yours to run',
    )
  })
})

describe('the desk', () => {
  it('is for those who run the page, and administrators', async () => {
    const resourceId = await anOven()
    await layOut(resourceId)
    const there = `/desk/resources/${resourceId}`
    const day = { firstDay: '2040-07-02', lastDay: '2040-07-02' }
    const laying = { weekdays: '1', opensAt: '14:00', closesAt: '15:00', lengthMinutes: '60' }
    const asked: [path: string, body?: Record<string, string>][] = [
      [there],
      [`${there}/slots`],
      [`${there}/bookings`],
      [`${there}/status`, { status: 'published' }],
      [`${there}/slots`, { ...laying, ...day }],
      [`${there}/slots/removal`, day],
    ]

    for (const [path, body] of asked) {
      const statuses = []
      for (const who of [undefined, stranger, person, boss]) {
        statuses.push((await send(path, who, body)).statusCode)
      }
      const done = path.endsWith('status') ? 303 : 200
      expect([path, ...statuses]).toEqual([path, 401, 403, done, done])
    }
    expect(await slotsOf(resourceId)).toEqual([])
  })

  it('sets something up, lays its slots out and publishes it', async () => {
    const { pageId, place } = words
    const form = { pageId, place, title: 'Kiln', price: '8.50', memberPrice: '', cancelHours: '24' }

    const made = await send('/desk/resources', person, form)
    const there = String(made.headers.location).replace('/slots', '')
    const laid = await send(`${there}/slots`, person, {
      weekdays: '1',
      opensAt: '09:00',
      closesAt: '11:00',
      lengthMinutes: '60',
      firstDay: '2040-07-02',
      lastDay: '2040-07-09',
    })
    const before = await app.inject({ url: '/resources/kiln' })
    await send(`${there}/status`, person, { status: 'published' })

    expect(made.statusCode).toBe(303)
    expect(laid.body).toContain('4 slots laid out')
    expect(before.statusCode).toBe(404)
    const shown = await app.inject({ url: '/resources/kiln?from=2040-07-09' })
    expect(shown.body).toContain('until 1 day before it begins')
    expect(shown.body.match(/name="kind" value="booking"/g)).toHaveLength(2)
    expect((await send('/desk', person)).body).toContain('4 slots ahead')
  })

  it.each([
    ['a price that is none', { price: 'twelve' }, 'is not a price'],
    ['no name', { title: ' ' }, 'Give it a name'],
  ])('refuses %s', async (_what, wrong, words_) => {
    const form = { pageId: page.id, title: 'Kiln', place: 'Kiln Lane', price: '8' }

    const answer = await send('/desk/resources', person, { ...form, ...wrong })

    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain(words_)
  })

  it('sees who booked what, and what was given back', async () => {
    const resourceId = await anOven()
    await layOut(resourceId, {}, 6)
    const bookings = `/desk/resources/${resourceId}/bookings`
    expect((await send(bookings, person)).body).toContain('Nobody has booked it yet')
    const [slot] = await slotsOf(resourceId)
    const [first] = await aBooking(db, app.services, { slot, name: 'Nora Newcomer', quantity: 2 })
    await app.services.events.voidTickets(db, [{ orderLineId: first?.orderLineId ?? '', keep: 1 }])
    await aBooking(db, app.services, { slot, name: 'Tom Bell', quantity: 1 })

    const list = (await send(bookings, person)).body
    const week = (await send(`/desk/resources/${resourceId}/slots?from=2040-07-02`, person)).body

    expect(list.match(/Nora Newcomer/g)).toHaveLength(2)
    expect(list.match(/Tom Bell/g)).toHaveLength(1)
    expect(list.match(/Given back/g)).toHaveLength(1)
    expect(week.match(/Nora Newcomer|Tom Bell/g)).toEqual(['Nora Newcomer', 'Tom Bell'])
  })
})

async function send(path: string, who?: { id: string }, body?: Record<string, string>) {
  return app.inject({
    method: body ? 'POST' : 'GET',
    url: path,
    headers: {
      host: new URL(app.appConfig.origins.events).host,
      ...(who && (await signedIn(app, who as Awaited<ReturnType<typeof aPerson>>))),
      ...(body && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(body && { payload: new URLSearchParams(body).toString() }),
  })
}
