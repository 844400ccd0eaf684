import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { handoverOptions } from '@rose-ash/shared/db/models/cart-terms'
import { testApp, testDatabase } from '@rose-ash/shared/testing'
import { startShop } from '../../testing/start-shop.ts'
import { createOrderDesk, deskWorld } from '../testing/desk-world.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createOrderDesk, { ...shop.config, databaseUrl })
const { admin, bakery, dairy, member, stranger } = await deskWorld(app, shop)
const list = '/desk/handover-options'

const form = {
  page: bakery.pageId,
  kind: 'delivery',
  title: 'By bicycle',
  startsAt: '16:00',
  endsAt: '18:30',
  leadDays: '2',
  cutoff: '20:00',
  feeMinor: '3.50',
  freeFromMinor: '40',
  taxRateBasisPoints: '20',
  postcodes: 'wn4, WN5 2',
}
const days = (...weekdays: string[]): [string, string][] => [
  ...Object.entries(form),
  ...weekdays.map((day): [string, string] => ['weekdays', day]),
]
const rows = () => db.select().from(handoverOptions).orderBy(asc(handoverOptions.id))

describe('the ways of a page to hand over', () => {
  it('are made by who runs it, as they were typed', async () => {
    const made = await bakery.send(list, days('6', '3', '3'))

    expect(made.headers.location).toBe(list)
    expect(await rows()).toMatchObject([
      {
        pageId: bakery.pageId,
        kind: 'delivery',
        title: 'By bicycle',
        weekdays: [3, 6],
        startsAt: '16:00',
        endsAt: '18:30',
        leadDays: 2,
        cutoff: '20:00',
        postcodes: ['WN4', 'WN5 2'],
        feeMinor: 350,
        freeFromMinor: 4000,
        taxRateBasisPoints: 2000,
        currency: 'GBP',
        active: true,
        position: 0,
      },
    ])
    const { body } = await bakery.look(list)
    expect(body).toContain('£3.50, free from £40.00')
    expect(body).toMatch(/Offered now: (Wednesday|Saturday) \d+ \w+ 16:00 to 18:30;/)
    expect((await dairy.look(list)).body).not.toContain('By bicycle')
  })

  it('are nobody else’s to see or change', async () => {
    const [option] = await rows()
    const one = `${list}/${option?.id}`
    const statuses = async (ask: (who: typeof member) => Promise<{ statusCode: number }>) =>
      Promise.all([stranger, member, dairy].map(async (who) => (await ask(who)).statusCode))

    expect(await statuses((who) => who.look(list))).toEqual([303, 403, 200])
    expect(await statuses((who) => who.look(`${list}/new`))).toEqual([303, 403, 200])
    expect(await statuses((who) => who.look(one))).toEqual([303, 403, 403])
    expect(await statuses((who) => who.send(list, form))).toEqual([401, 403, 403])
    expect(await statuses((who) => who.send(one, { ...form, version: '1' }))).toEqual([
      401, 403, 403,
    ])
    const off = { active: 'no', version: '1' }
    expect(await statuses((who) => who.send(`${one}/switch`, off))).toEqual([401, 403, 403])
    expect((await dairy.look(`${list}?page=${bakery.pageId}`)).statusCode).toBe(403)
    expect(await rows()).toEqual([option])
  })

  it('are changed by a form that knows the newest, and switched off', async () => {
    const [option] = await rows()
    const one = `${list}/${option?.id}`
    const shown = (await admin.look(one)).body
    expect(shown).toContain('value="3.50"')
    expect(shown).toContain('value="WN4, WN5 2"')
    expect(shown).toMatch(/value="6" checked>Saturday/)

    const saved = await admin.send(one, { ...form, version: '1', kind: 'pickup', feeMinor: '' })
    const stale = await bakery.send(one, { ...form, version: '1', title: 'By cart' })
    const off = await bakery.send(`${one}/switch`, { active: 'no', version: '2' })

    expect([saved.statusCode, stale.statusCode, off.statusCode]).toEqual([303, 409, 303])
    expect(stale.body).toContain('value="By cart"')
    expect(await rows()).toMatchObject([
      { kind: 'pickup', feeMinor: 0, postcodes: [], weekdays: [], active: false, version: 3 },
    ])
    expect((await bakery.look(list)).body).toContain('Switch on')
  })

  it.each([
    [{ endsAt: '15:00' }, 'It must end after it begins.'],
    [{ startsAt: '25:00' }, 'Write times such as 09:30.'],
    [{ title: ' ' }, 'Give it a name'],
    [{ feeMinor: 'free' }, 'Write an amount such as 12.50.'],
    [{ leadDays: 'two' }, 'Write the days ahead'],
    [{ postcodes: 'WN4, <b>' }, 'A postcode is letters and digits'],
    [{ taxRateBasisPoints: 'all' }, 'Write the tax as a percentage'],
    [{ page: '' }, 'Choose a page.'],
  ])('are not kept with %o', async (slip, words) => {
    const before = await rows()

    const answer = await bakery.send(list, { ...form, ...slip })

    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain(words)
    expect(await rows()).toEqual(before)
  })

  it('are there no more when there is none', async () => {
    await db.delete(handoverOptions).where(eq(handoverOptions.pageId, bakery.pageId))

    expect((await bakery.look(list)).body).toContain('None of its own.')
  })
})
