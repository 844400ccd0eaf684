import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { testApp, testDatabase } from '@rose-ash/shared/testing'
import { receiveCash } from '../../handing-over/receive-cash.ts'
import { startShop } from '../../testing/start-shop.ts'
import { createOrderDesk, deskWorld } from '../testing/desk-world.ts'
import { figuresOf, type Period } from './figures.ts'
import { turnoverChart } from './turnover-chart.ts'

const { db, pool, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createOrderDesk, { ...shop.config, databaseUrl })
const { admin, bakery, dairy, member, stranger, anOrder } = await deskWorld(app, shop)
const period: Period = {
  pages: [bakery.pageId],
  days: 30,
  timeZone: 'Europe/London',
  currency: 'GBP',
}

describe('the overview', () => {
  it('counts what pages sold, by day, and what waits, in six statements', async () => {
    const [today, before, mixed, unpaid] = [
      await anOrder(),
      await anOrder({ cheese: true }),
      await anOrder({ pages: [bakery.pageId, dairy.pageId] }),
      await anOrder(),
    ]
    for (const { id } of [today, before, mixed]) {
      await receiveCash(db, shop, { orderId: id, requestKey: randomUUID(), personId: admin.id })
    }
    await paidAgo(before.id, '3 days')
    const query = vi.spyOn(pool, 'query')

    const figures = await figuresOf(db, period)

    expect(query).toHaveBeenCalledTimes(6)
    query.mockRestore()
    expect(figures.turnover).toHaveLength(30)
    expect(
      figures.turnover.map(({ amount }) => amount.amount).filter((minor) => minor > 0),
    ).toEqual([1280, 560])
    expect(figures.total).toEqual({ amount: 1840, currency: 'GBP' })
    expect(figures.orders).toBe(3)
    expect(figures.best[0]).toMatchObject({
      title: 'Goat cheese',
      detail: 'Small',
      quantity: 1,
      share: 100,
    })
    expect(figures.best[1]).toMatchObject({ amount: { amount: 280 }, share: 28 })
    expect(figures.toPay).toMatchObject([
      { id: unpaid.id, number: unpaid.number, amount: { amount: 280 }, share: 100 },
    ])
    expect(figures.toPayTotal).toEqual({ amount: 280, currency: 'GBP' })
    expect(figures.failed).toEqual([])
    await paidAgo(before.id, '40 days')
    expect((await figuresOf(db, period)).total.amount).toBe(560)
    expect((await figuresOf(db, { ...period, days: 90 })).total.amount).toBe(1840)
    const year = await figuresOf(db, { ...period, days: 365 })
    expect(year.total.amount).toBe(1840)
    expect(year.turnover.length).toBeLessThan(55)
  })

  it('is for those who sell, each with their own', async () => {
    const asked = [stranger, member, dairy, bakery, admin].map((who) => who.look('/desk'))
    const answers = await Promise.all(asked)

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 403, 200, 200, 200])
    expect(answers[2]?.body).toContain('Sold: £2.80 in 1 order')
    expect(answers[3]?.body).toContain('Sold: £5.60 in 2 orders')
    expect(answers[4]?.body).toContain('Sold: £8.40 in 2 orders')
    expect(answers[3]?.body).toContain('Still to be paid: £2.80')
    expect(answers[3]?.body).toContain('<rect width="100" height="6"/>')
    expect(answers[2]?.body).toContain('Still to be paid: £0.00')
    expect(answers[3]?.body).not.toContain('href="/desk/accounts"')
    expect(answers[4]?.body).toContain('href="/desk/accounts"')
    expect((await bakery.look(`/desk?page=${dairy.pageId}`)).statusCode).toBe(403)
  })

  it('draws the highest day to the top and nothing for nothing', () => {
    const days = [0, 50, 100].map((amount) => ({ day: '', amount: { amount, currency: 'GBP' } }))

    expect(turnoverChart(days)?.bars.map(({ y, height }) => [y, height])).toEqual([
      [196, 0],
      [100, 96],
      [4, 192],
    ])
    expect(turnoverChart(days.slice(0, 1))).toBeUndefined()
  })
})

async function paidAgo(orderId: string, ago: string): Promise<void> {
  await db
    .update(orders)
    .set({ paidAt: sql`now() - ${ago}::interval` })
    .where(eq(orders.id, orderId))
}
