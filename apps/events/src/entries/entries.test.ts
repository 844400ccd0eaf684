import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { entries, ticketTypes } from '@rose-ash/shared/db/models/events'
import {
  anOrder,
  aPage,
  aTicketType,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { createEvents } from '../app.ts'

const { db, url } = await testDatabase()
const app = await testApp(createEvents, testConfig('events', { databaseUrl: url }))

/** A supper for £18, or for what somebody can pay from £4 on. */
async function aSupper() {
  const type = await aTicketType(db, { priceMinor: 1800 })
  await db.update(ticketTypes).set({ floorMinor: 400 }).where(eq(ticketTypes.id, type.id))
  const [entry] = await db.select().from(entries).where(eq(entries.id, type.entryId))
  return { type, path: `/entries/${entry?.slug}` }
}

async function look(path: string): Promise<string> {
  const { body } = await app.inject({ url: path, headers: { accept: 'text/html' } })
  return body
}

async function bought(type: typeof ticketTypes.$inferSelect, unitMinor: number): Promise<string> {
  const email = `${crypto.randomUUID()}@rose-ash.example`
  const order = await anOrder(db, { email, totalMinor: unitMinor })
  const { id: pageId } = await aPage(db)
  await db.insert(orderLines).values({
    orderId: order.id,
    kind: 'ticket',
    itemId: type.id,
    supplyId: type.supplyId,
    pageId,
    title: 'Supper',
    unitMinor,
    suggestedMinor: 1800,
    quantity: 1,
  })
  return email
}

describe('an event whose price buyers choose', () => {
  it('offers the least, what is suggested and a bit more, and says so in lists', async () => {
    const { path } = await aSupper()

    const body = await look(path)

    expect(body).toContain('Pay what you can, from £4.00')
    expect(body).toMatch(/name="chosen" type="number"[^>]* min="4.00" value="18.00"/)
    expect([...body.matchAll(/data-pay="([\d.]+)"/g)].map(([, pay]) => pay)).toEqual([
      '4.00',
      '18.00',
      '23.00',
    ])
    expect(await look('/')).toContain('from £4.00')
  })

  it('says whether it evens out once three have bought, and names nobody', async () => {
    const { type, path } = await aSupper()
    const first = await bought(type, 2000)
    await bought(type, 1000)
    const fixed = await aTicketType(db)
    await bought(fixed, 1800)

    await bought(type, 1800)
    const body = await look(path)

    expect(body).toContain('It does not even out yet.')
    expect(body).toContain('£6.00 is missing')
    expect(body).toContain('1 paid more, 1 as suggested, 1 less.')
    expect(body).not.toContain(first)
  })
})

describe('an event with a fixed price', () => {
  it('asks nobody what they want to pay', async () => {
    const type = await aTicketType(db)
    const [entry] = await db.select().from(entries).where(eq(entries.id, type.entryId))

    const body = await look(`/entries/${entry?.slug}`)

    expect(body).toContain('£18.00')
    expect(body).not.toContain('name="chosen"')
    expect(body).not.toContain('evens-out')
  })
})
