import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { testApp, testDatabase } from '@rose-ash/shared/testing'
import { startShop } from '../../testing/start-shop.ts'
import { createOrderDesk, deskWorld } from '../testing/desk-world.ts'
import { boundsOf } from './picking-days.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createOrderDesk, { ...shop.config, databaseUrl })
const { admin, bakery, dairy, member, stranger, anOrder } = await deskWorld(app, shop)
const files = ['list.pdf', 'list.csv', 'labels.pdf', 'labels.csv']

/** Late on Saturday in London, which is Sunday nowhere in the cooperative. */
const saturday = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 6, 10, 22, 30))
const day = saturday.toISOString().slice(0, 10)

describe('picking', () => {
  it('shows the next day on which something is open, with its boxes to tick', async () => {
    const [one, two] = [await anOrder({ cheese: true }), await anOrder()]
    for (const { id } of [one, two]) await at(id, saturday, 'The Old Tannery')
    const later = await anOrder()
    await at(later.id, new Date(saturday.getTime() + 3_600_000), 'The Old Tannery')

    const { body } = await bakery.look('/desk/picking')

    expect(body).toContain('The Old Tannery')
    expect(body).toMatch(/Tannery sourdough, Small<\/th><td class="number">2</)
    expect(body).toContain(`${one.number} Tom Bell`)
    expect(body).toContain('weigh it')
    expect(body).not.toContain(`${later.number} Tom Bell`)
    const back = /name="back" value="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const ticked = await bakery.send('/desk/handovers', [
      ['pick', `${one.id}:${bakery.pageId}`],
      ['pick', `${two.id}:${bakery.pageId}`],
      ['as', 'packed'],
      ['back', back],
    ])
    expect(ticked.body).toContain('1 marked as packed.')
    expect(ticked.body).toContain(`Order ${one.number}: Weigh &#8220;Goat cheese&#8221; first`)
    expect((await bakery.look(back)).body).toContain('Packed')
  })

  it('has what is handed over as agreed by itself', async () => {
    const agreed = await anOrder()
    const { body } = await bakery.look('/desk/picking?day=none')

    expect(body).toContain(`${agreed.number} Tom Bell`)
    expect(body).not.toContain('The Old Tannery, Saturday')
  })

  it('comes as papers and a file, of one’s own pages alone', async () => {
    const query = `page=${bakery.pageId}&day=${day}&point=The+Old+Tannery`
    for (const file of files) {
      const path = `/desk/picking/${file}?${query}`
      const asked = [stranger, member, dairy, bakery, admin].map((who) => who.look(path))
      const answers = await Promise.all(asked)
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 403, 403, 200, 200])
      expect(answers[3]?.headers['content-disposition']).toContain(`-${day}.`)
      expect(answers[3]?.rawPayload.length).toBeGreaterThan(150)
    }
    const csv = (await bakery.look(`/desk/picking/list.csv?${query}`)).body
    expect(csv.trimEnd().split('\r\n')).toHaveLength(4)
    const labels = (await bakery.look(`/desk/picking/labels.csv?${query}`)).body
    expect(labels.trimEnd().split('\r\n')).toEqual([
      '\uFEFFOrder,Name,Street,Postcode,Town,Phone,Point,Place,From,Until,Paid',
      expect.stringMatching(/^\d+,Tom Bell,,,,,The Old Tannery,,\d{4}-07-10 23:30,,no$/),
      expect.stringMatching(/^\d+,Tom Bell,,,,,The Old Tannery,,\d{4}-07-10 23:30,,no$/),
    ])
    const pages = [stranger, member, dairy].map((who) => who.look(`/desk/picking?${query}`))
    expect((await Promise.all(pages)).map(({ statusCode }) => statusCode)).toEqual([303, 403, 403])
  })

  it('knows how long a day is when clocks change', () => {
    const { from, until } = boundsOf('2026-10-25', 'Europe/London')

    expect([from?.toISOString(), until?.toISOString()]).toEqual([
      '2026-10-24T23:00:00.000Z',
      '2026-10-26T00:00:00.000Z',
    ])
  })
})

async function at(orderId: string, startsAt: Date, title: string): Promise<void> {
  await db.update(handovers).set({ startsAt, title }).where(eq(handovers.orderId, orderId))
}
