import { eq, sql } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { testApp, testDatabase } from '@rose-ash/shared/testing'
import { receiveCash } from '../../handing-over/receive-cash.ts'
import { startShop } from '../../testing/start-shop.ts'
import { createOrderDesk, deskWorld } from '../testing/desk-world.ts'
import { ordersFor, OrderSearch } from './list-orders.ts'

const { db, pool, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createOrderDesk, { ...shop.config, databaseUrl })
const world = await deskWorld(app, shop)
const { admin, bakery, dairy, member, stranger, anOrder } = world

const numbersIn = (body: string) =>
  [...body.matchAll(/href="\/desk\/orders\/[\da-f-]{36}">(\d+)</g)].map(([, number]) =>
    Number(number),
  )

describe('the list of orders', () => {
  it('has what a manager’s pages sold, with their part of the money, and all for an administrator', async () => {
    const mixed = await anOrder({ pages: [bakery.pageId, dairy.pageId] })
    const other = await anOrder({ pages: [dairy.pageId] })

    const [ours, theirs, all] = [
      (await bakery.look('/desk/orders')).body,
      (await dairy.look('/desk/orders')).body,
      (await admin.look('/desk/orders')).body,
    ]

    expect(numbersIn(ours)).toEqual([mixed.number])
    expect(ours).toContain('£2.80')
    expect(ours).not.toContain('£5.60')
    expect(numbersIn(theirs)).toEqual([other.number, mixed.number])
    expect(numbersIn(all)).toEqual([other.number, mixed.number])
    expect(all).toContain('£5.60')
    expect([await stranger.look('/desk/orders'), await member.look('/desk/orders')]).toMatchObject([
      { statusCode: 303 },
      { statusCode: 403 },
    ])
    const foreign = await bakery.look(`/desk/orders?page=${dairy.pageId}`)
    expect(foreign.statusCode).toBe(403)
  })

  it('is narrowed by state, number, name, day and what is to be handed over', async () => {
    const { id, number } = await anOrder()
    await receiveCash(db, shop, {
      orderId: id,
      requestKey: crypto.randomUUID(),
      personId: admin.id,
    })
    await db
      .update(handovers)
      .set({ startsAt: new Date('2026-07-01T09:00:00Z') })
      .where(eq(handovers.orderId, id))
    const shown = async (query: string) =>
      numbersIn((await bakery.look(`/desk/orders?${query}`)).body)

    expect(await shown('state=paid')).toEqual([number])
    expect(await shown(`q=${number}`)).toEqual([number])
    expect(await shown('q=TOM+bell&state=paid')).toEqual([number])
    expect(await shown('q=%25')).toEqual([])
    expect(await shown('terms=online')).toEqual([])
    expect(await shown('day=2026-07-01')).toEqual([number])
    expect(await shown('day=2026-07-02')).toEqual([])
    expect(await shown('open=on&state=paid&page=&terms=&day=&q=')).toEqual([number])
    await db
      .update(handovers)
      .set({ doneAt: sql`now()` })
      .where(eq(handovers.orderId, id))
    expect(await shown('open=on&state=paid')).toEqual([])
    expect((await bakery.look('/desk/orders?day=yesterday')).statusCode).toBe(400)
  })

  it('comes page by page, each order once, in three statements', async () => {
    for (let made = 0; made < 3; made++) await anOrder()
    const clerk = {
      personId: bakery.id,
      isAdmin: false,
      pages: [{ id: bakery.pageId, slug: '', title: 'B' }],
    }
    const list = { clerk, timeZone: 'Europe/London', limit: 2 }
    const all = await ordersFor(db, { ...list, search: OrderSearch.parse({}), limit: 100 })
    const query = vi.spyOn(pool, 'query')

    const seen: string[] = []
    for (let before: string | undefined; seen.length < all.length;) {
      const rows = await ordersFor(db, { ...list, search: OrderSearch.parse({ before }) })
      expect(query).toHaveBeenCalledTimes(3)
      query.mockClear()
      seen.push(...rows.map(({ id }) => id))
      before = rows.at(-1)?.id
    }

    query.mockRestore()
    expect(seen).toEqual(all.map(({ id }) => id))
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('has something to tick, and buttons for it, where something can be packed or handed over', async () => {
    const { id, number } = await anOrder({ pages: [dairy.pageId] })
    const shown = async () => (await dairy.look(`/desk/orders?q=${number}`)).body
    const pick = `name="pick" value="${id}:${dairy.pageId}"`
    const open = await shown()

    await db
      .update(handovers)
      .set({ doneAt: sql`now()` })
      .where(eq(handovers.orderId, id))
    const done = await shown()

    expect(open).toContain(pick)
    expect(open).toContain('name="as" value="packed"')
    expect(done).toContain('Handed over')
    expect(done).not.toContain('name="pick"')
    expect(done).not.toContain('name="as"')
  })

  it('is found by indexes in order, whoever looks', async () => {
    await db.execute(sql`set enable_seqscan = off`)
    const plan = async (statement: ReturnType<typeof sql>) => {
      const { rows } = await db.execute<{ 'QUERY PLAN': string }>(sql`explain ${statement}`)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    }

    const ofPage = await plan(sql`select distinct line.order_id from cart.order_lines line
      join cart.orders on orders.id = line.order_id
      where line.page_id = ${bakery.pageId} and orders.placed_at is not null
      and line.order_id < ${bakery.pageId} order by line.order_id desc limit 51`)
    const ofState = await plan(sql`select * from cart.orders where placed_at is not null
      and state = 'paid' and id < ${bakery.pageId} order by id desc limit 51`)
    const named = await plan(sql`select * from cart.orders
      where lower(orders.name || ' ' || orders.email::text) like '%ada m%'`)
    const open = await plan(sql`select handover.order_id from cart.handovers handover
      where handover.page_id = any(array[${bakery.pageId}]::uuid[]) and handover.done_at is null`)

    expect(ofPage).toContain('order_lines_by_page')
    expect(ofPage).not.toContain('Sort')
    expect(ofState).toContain('orders_by_state')
    expect(ofState).not.toContain('Sort')
    expect(named).toContain('orders_words_trigrams')
    expect(open).toContain('handovers_open')
  })
})

describe('orders as a file', () => {
  it('is of one’s own pages, and of all of them for an administrator', async () => {
    const query = (page: string) => `/desk/orders.csv?page=${page}&from=2020-01-01&until=2099-12-31`

    const { body, headers } = await bakery.look(query(bakery.pageId))

    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(body.split('\r\n')[0]).toContain('Order,Placed,State')
    expect(body).toContain('Tannery sourdough')
    const page = (await bakery.look('/desk/orders')).body
    expect(page).toContain('action="/desk/orders.csv"')
    expect(page).toMatch(/name="from" type="date" value="\d{4}-\d\d-01"/)
    expect((await bakery.look(query(dairy.pageId))).statusCode).toBe(403)
    const thingsIn = async (who: typeof admin | typeof bakery, page: string) =>
      (await who.look(query(page))).body.split('\r\n').length - 2
    expect(await thingsIn(bakery, '')).toBe(await thingsIn(bakery, bakery.pageId))
    expect(await thingsIn(admin, '')).toBe(
      (await thingsIn(bakery, bakery.pageId)) + (await thingsIn(dairy, dairy.pageId)),
    )
    expect((await member.look(query(bakery.pageId))).statusCode).toBe(403)
  })
})
