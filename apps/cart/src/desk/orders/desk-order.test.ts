import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { handovers, orderNotes } from '@rose-ash/shared/db/models/cart-terms'
import { testApp, testDatabase } from '@rose-ash/shared/testing'
import { receiveCash } from '../../handing-over/receive-cash.ts'
import { startShop } from '../../testing/start-shop.ts'
import { createOrderDesk, deskWorld } from '../testing/desk-world.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createOrderDesk, { ...shop.config, databaseUrl })
const { admin, bakery, dairy, member, stranger, anOrder } = await deskWorld(app, shop)
const both = [bakery.pageId, dairy.pageId]

describe('who sees to an order', () => {
  it('is whoever runs a page in it, and an administrator: every route', async () => {
    const { id, lines } = await anOrder()
    const requestKey = randomUUID()
    const forms: [string, Record<string, string>][] = [
      ['/notes', { text: 'Ring twice' }],
      ['/mails', { template: 'receipt' }],
      [`/lines/${lines[0]?.id}/weight`, { packedAmount: '500' }],
      ['/cash', { requestKey, amountMinor: '280', confirmed: 'yes' }],
      [
        '/refunds',
        { requestKey, what: 'whole', reason: 'returned', method: 'cash', confirmed: 'yes' },
      ],
    ]
    const path = `/desk/orders/${id}`

    const looks = [stranger, member, dairy, bakery, admin].map((who) => who.look(path))
    expect((await Promise.all(looks)).map(({ statusCode }) => statusCode)).toEqual([
      303, 403, 404, 200, 200,
    ])
    expect((await dairy.look(`${path}/papers/${randomUUID()}`)).statusCode).toBe(404)
    for (const [end, form] of forms) {
      const sent = [stranger, member, dairy].map((who) => who.send(path + end, form))
      const statuses = (await Promise.all(sent)).map(({ statusCode }) => statusCode)
      expect([end, ...statuses]).toEqual([end, 401, 403, end.startsWith('/lines') ? 403 : 404])
    }
    const pick = { pick: `${id}:${bakery.pageId}`, as: 'packed', back: '/desk/orders' }
    const marked = [stranger, member, dairy].map((who) => who.send('/desk/handovers', pick))
    const statuses = (await Promise.all(marked)).map(({ statusCode }) => statusCode)
    expect(statuses).toEqual([401, 403, 200])

    expect(await db.$count(orderNotes)).toBe(0)
    expect(await db.$count(payments, eq(payments.orderId, id))).toBe(0)
    const [handover] = await db.select().from(handovers).where(eq(handovers.orderId, id))
    expect(handover?.packedAt).toBe(null)
  })

  it('sees their own pages’ things alone where others sell in it, and none of its money', async () => {
    const { id, lines } = await anOrder({ pages: both })
    await paid(id)
    const foreign = lines.find(({ pageId }) => pageId === dairy.pageId)?.id ?? ''
    const path = `/desk/orders/${id}`

    const { body } = await bakery.look(path)

    expect(body).toContain('Hearth &amp; Rye')
    expect(body).not.toContain('Kiln Lane')
    expect(body).not.toContain('£5.60')
    expect(body).not.toContain('/papers/')
    expect(body).not.toContain('In the books')
    const form = { requestKey: randomUUID(), reason: 'returned', method: 'cash', confirmed: 'yes' }
    const whole = await bakery.send(`${path}/refunds`, { ...form, what: 'whole' })
    const other = await bakery.send(`${path}/refunds`, {
      ...form,
      what: 'lines',
      [`q-${foreign}`]: '1',
    })
    expect([whole.statusCode, other.statusCode]).toEqual([403, 422])
    const cash = { requestKey: randomUUID(), amountMinor: '560', confirmed: 'yes' }
    expect((await bakery.send(`${path}/cash`, cash)).statusCode).toBe(403)
    expect(await db.$count(refunds, eq(refunds.orderId, id))).toBe(0)
    const seen = (await admin.look(path)).body
    expect(seen).toContain('Kiln Lane')
    expect(seen).toContain('In the books')
  })
})

describe('an order at the desk', () => {
  it('is weighed, paid over the counter, handed over and partly given back', async () => {
    const { id, number, lines } = await anOrder({ cheese: true })
    const path = `/desk/orders/${id}`
    const [loaf, cheese] = lines
    const pick = { pick: `${id}:${bakery.pageId}`, back: path }

    await bakery.send(`${path}/lines/${cheese?.id}/weight`, { packedAmount: '450' })
    expect((await bakery.send('/desk/handovers', { ...pick, as: 'packed' })).headers.location).toBe(
      `${path}?marked=1&as=packed`,
    )
    const early = await bakery.send('/desk/handovers', { ...pick, as: 'handed-over' })
    expect(early.body).toContain(`Order ${number}: It is not paid yet.`)
    const cash = { requestKey: randomUUID(), amountMinor: '1180' }
    const asked = await bakery.send(`${path}/cash`, cash)
    expect(asked.body).toContain('<b class="font-semibold">£11.80</b>')
    expect(await db.$count(payments, eq(payments.orderId, id))).toBe(0)
    const stale = { ...cash, amountMinor: '1280', confirmed: 'yes' }
    expect((await bakery.send(`${path}/cash`, stale)).body).toContain('It comes to £11.80 now')
    for (const times of [1, 2]) {
      const taken = await bakery.send(`${path}/cash`, { ...cash, confirmed: 'yes' })
      expect([times, taken.headers.location]).toEqual([times, `${path}?done=cash`])
    }
    await bakery.send('/desk/handovers', { ...pick, as: 'handed-over' })
    const refund = {
      requestKey: randomUUID(),
      what: 'lines',
      [`q-${loaf?.id}`]: '1',
      reason: 'returned',
      method: 'cash',
      message: 'It was burnt',
    }
    const sure = await bakery.send(`${path}/refunds`, refund)
    expect(sure.body).toContain('1 × Tannery sourdough')
    expect(sure.body).toContain('<b class="font-semibold">£2.80</b>')
    expect(await db.$count(refunds, eq(refunds.orderId, id))).toBe(0)
    const meant = { ...refund, confirmed: 'yes' }
    await Promise.all([1, 2].map(() => bakery.send(`${path}/refunds`, meant)))

    const rows = await db.select().from(refunds).where(eq(refunds.orderId, id))
    expect(rows).toMatchObject([
      {
        amountMinor: 280,
        method: 'cash',
        state: 'done',
        message: 'It was burnt',
        personId: bakery.id,
      },
    ])
    const [order] = await db.select().from(orders).where(eq(orders.id, id))
    expect(order).toMatchObject({ state: 'partly_refunded', adjustedMinor: -100 })
    const { body } = await bakery.look(path)
    expect(body).toContain('It was burnt')
    expect(body).toContain('by Manager of Hearth &amp; Rye')
    const paper = /\/desk\/orders\/[\w-]+\/papers\/[\w-]+/.exec(body)?.[0] ?? ''
    expect((await bakery.look(paper)).headers['content-type']).toBe('application/pdf')
  })

  it('says what is wrong with a refund and keeps what was typed', async () => {
    const { id, lines } = await anOrder()
    await paid(id)
    const line = lines[0]?.id ?? ''
    const send = (form: Record<string, string>) =>
      bakery.send(`/desk/orders/${id}/refunds`, {
        requestKey: randomUUID(),
        what: 'lines',
        reason: 'goodwill',
        method: 'cash',
        message: 'Sorry about the crust',
        ...form,
      })

    const [nothing, words, many, more] = [
      await send({}),
      await send({ [`a-${line}`]: 'a lot' }),
      await send({ [`q-${line}`]: '2' }),
      await send({ [`q-${line}`]: '2', confirmed: 'yes' }),
    ]

    expect([nothing, words, many, more].map(({ statusCode }) => statusCode)).toEqual([
      422, 400, 422, 409,
    ])
    expect(nothing.body).toContain('Say what goes back')
    expect(words.body).toContain('Write an amount such as 12.50.')
    expect(words.body).toContain('value="a lot"')
    expect(many.body).toMatch(/Only 1 of \S+.* can come back. Write 1 or fewer/)
    expect(many.body).toContain('value="2"')
    expect(more.body).toContain('value="Sorry about the crust"')
    const [kept] = await db.select().from(orderLines).where(eq(orderLines.id, line))
    expect(kept).toMatchObject({ refundedMinor: 0, returnedQuantity: 0 })
  })

  it('keeps notes from the buyer, and sends the receipt again as a new mail', async () => {
    const { id } = await anOrder()
    const path = `/desk/orders/${id}`
    const receipt = { template: 'receipt' }
    expect((await bakery.send(`${path}/mails`, receipt)).statusCode).toBe(404)
    await paid(id)

    await bakery.send(`${path}/notes`, { text: 'Ring <twice>' })
    await bakery.send(`${path}/mails`, receipt)
    await bakery.send(`${path}/mails`, receipt)

    expect((await bakery.look(path)).body).toContain('Ring &lt;twice&gt;')
    const { rows } = await db.execute(sql`select count(*)::int as mails from graphile_worker.jobs
      where key like ${`mail-receipt-${id}-%`}`)
    expect(rows).toEqual([{ mails: 2 }])
    expect((await bakery.send(`${path}/notes`, { text: '  ' })).statusCode).toBe(400)
  })

  it('tells a buyer again of money and of what is packed, of one’s own pages alone', async () => {
    const { id, lines } = await anOrder({ pages: both })
    await paid(id)
    const path = `/desk/orders/${id}`
    const pick = [bakery, dairy].map(({ pageId }) => `${id}:${pageId}`)
    await bakery.send('/desk/handovers', { pick: pick[0] ?? '', as: 'packed' })
    const own = lines.find(({ pageId }) => pageId === bakery.pageId)?.id ?? ''
    const goodwill = { what: 'lines', reason: 'goodwill', method: 'cash', confirmed: 'yes' }
    await bakery.send(`${path}/refunds`, {
      ...goodwill,
      requestKey: randomUUID(),
      [`a-${own}`]: '1.00',
    })
    const [refund] = await db.select().from(refunds).where(eq(refunds.orderId, id))
    const given = await db.select().from(handovers).where(eq(handovers.orderId, id))
    const partOf = (pageId: string) => given.find((one) => one.pageId === pageId)?.id ?? ''
    const again = async (who: typeof bakery, template: string, partId: string) =>
      (await who.send(`${path}/mails`, { template, partId })).statusCode

    const page = (await bakery.look(path)).body

    expect(page).toContain('Tell the buyer again that it is packed')
    expect(page).toContain('name="template" value="refund"')
    expect(await again(bakery, 'packed', partOf(bakery.pageId))).toBe(303)
    expect(await again(bakery, 'refund', refund?.id ?? '')).toBe(303)
    expect(await again(dairy, 'packed', partOf(bakery.pageId))).toBe(404)
    expect(await again(dairy, 'refund', refund?.id ?? '')).toBe(404)
    // Theirs is not packed, so there is nothing that the buyer was told.
    expect(await again(dairy, 'packed', partOf(dairy.pageId))).toBe(404)
    expect(await again(bakery, 'refund', '')).toBe(400)
    const { rows } = await db.execute(sql`select count(*)::int as mails from graphile_worker.jobs
      where key like ${`mail-packed-${partOf(bakery.pageId)}-%`}
        or key like ${`mail-refund-${refund?.id}-%`}`)
    expect(rows).toEqual([{ mails: 2 }])
  })

  it('leads back to pages of the desk alone', async () => {
    const { id } = await anOrder()
    const form = { pick: `${id}:${bakery.pageId}`, as: 'packed' }

    for (const back of ['https://evil.example/', '//evil.example', '/desk/orders\\@evil', '/'])
      expect((await bakery.send('/desk/handovers', { ...form, back })).headers.location).toMatch(
        /^\/desk\/orders\?marked=1/,
      )
    expect(
      (await bakery.send('/desk/handovers', { as: 'packed', back: '/desk/orders' })).body,
    ).toContain('Nothing was ticked')
  })
})

function paid(orderId: string): Promise<number> {
  return receiveCash(db, shop, { orderId, requestKey: randomUUID(), personId: admin.id })
}
