import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { aPage, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { aPaidOrder } from '../invoices/testing/a-paid-order.ts'
import { theCooperative } from '../testing/merchants.ts'
import { handoversOf } from './handovers-of.ts'
import { orderedLinesOf, ordersCsv } from './orders-csv.ts'

const { db } = await testDatabase()
const merchantId = await theCooperative(db)
const startsAt = new Date('2026-11-28T10:00:00Z')
const [from, until] = [new Date('2026-11-28T00:00:00Z'), new Date('2026-11-29T00:00:00Z')]
const title = 'The Old Tannery'

type OrderChange = Partial<typeof orders.$inferInsert>

async function aHandedOver(
  pageId: string,
  { state, terms, ...change }: OrderChange = {},
  at = { startsAt, title },
) {
  const made = await aPaidOrder(db, { merchantId, pageId, state, terms })
  await db
    .update(orders)
    .set({ note: '', ...change })
    .where(eq(orders.id, made.order.id))
  await db.update(handovers).set(at).where(eq(handovers.orderId, made.order.id))
  return made
}

describe('what a page hands over', () => {
  it('is what is paid or will be, in that time and of that page, by time and point', async () => {
    const { id: pageId } = await aPage(db)
    const { id: elsewhere } = await aPage(db)
    const paid = await aHandedOver(pageId)
    const later = await aHandedOver(pageId, { state: 'awaiting_payment', terms: 'on_pickup' })
    const early = { startsAt: new Date('2026-11-28T08:00:00Z'), title: 'Mill Lane' }
    const first = await aHandedOver(pageId, { state: 'partly_refunded' }, early)
    await aHandedOver(elsewhere)
    await aHandedOver(pageId, { state: 'awaiting_payment', terms: 'online' })
    await aHandedOver(pageId, { state: 'cancelled' })
    await aHandedOver(pageId, { state: 'refunded' })
    await aHandedOver(pageId, {}, { startsAt: until, title })

    const all = await handoversOf(db, { pageId, from, until })
    const one = await handoversOf(db, { pageId, from, until, point: 'Mill Lane' })

    expect(all.map(({ number }) => number)).toEqual(
      [first, paid, later].map(({ order }) => order.number),
    )
    expect(all.map(({ isPaid }) => isPaid)).toEqual([true, true, false])
    expect(one.map(({ number }) => number)).toEqual([first.order.number])
  })

  it('has the goods of the page that did not come back, and nothing else', async () => {
    const { id: pageId } = await aPage(db)
    const { id: otherPage } = await aPage(db)
    const { order, lines } = await aHandedOver(pageId)
    const [bread, mug] = lines
    await db
      .update(orderLines)
      .set({ returnedQuantity: 1 })
      .where(eq(orderLines.id, bread?.id ?? ''))
    await db
      .update(orderLines)
      .set({ returnedQuantity: 1 })
      .where(eq(orderLines.id, mug?.id ?? ''))
    const gift = { orderId: order.id, kind: 'donation' as const, title: 'Gift', unitMinor: 100 }
    await db.insert(orderLines).values([
      { ...gift, pageId, itemId: pageId, quantity: 1 },
      { ...gift, pageId: otherPage, itemId: randomUUID(), quantity: 1 },
    ])

    const [only] = await handoversOf(db, { pageId, from, until })

    expect(only?.lines).toEqual([
      {
        title: 'Country sourdough',
        detail: '',
        note: '',
        quantity: 1,
        weighed: false,
        measureAmount: null,
        measureUnit: null,
        packedAmount: null,
      },
    ])
  })
})

describe('orders as a file', () => {
  it('has a line for each thing and each fee, with whole amounts and no formulas, and adds up to the order', async () => {
    const { id: pageId } = await aPage(db)
    const placedAt = new Date('2026-07-01T09:30:00Z')
    const { order } = await aHandedOver(pageId, { placedAt, name: '=HYPERLINK("x")' })
    await aHandedOver(pageId, { placedAt: new Date('2026-07-02T00:00:00Z') })
    // What was weighed costs less: said as an amount, as spreadsheets take "-0.40" for a formula.
    const mug = and(eq(orderLines.orderId, order.id), eq(orderLines.title, 'A mug'))
    await db.update(orderLines).set({ adjustedMinor: -40 }).where(mug)
    const day = { from: new Date('2026-07-01T00:00:00Z'), until: new Date('2026-07-02T00:00:00Z') }

    const rows = await orderedLinesOf(db, { pageIds: [pageId], ...day })
    const [, ...lines] = ordersCsv(rows, { timeZone: 'Europe/London' }).trimEnd().split('\r\n')

    const start = `${order.number},2026-07-01 10:30,paid,online,"'=HYPERLINK(""x"")",ada@rose-ash.example`
    const end = 'GBP,The Old Tannery,,2026-11-28 10:00,'
    expect(lines).toEqual([
      `${start},product,Country sourdough,,2,0,8.80,0.00,17.60,17.60,0,0.00,0.00,${end}`,
      `${start},delivery,The Old Tannery,,1,0,3.00,0.00,3.00,3.00,20,0.50,0.00,${end}`,
      `${start},product,A mug,,1,0,24.00,2.40,21.60,21.20,20,3.60,0.00,${end}`,
    ])
    expect(order.totalMinor).toBe(1760 + 300 + 2160)
    expect(await orderedLinesOf(db, { pageIds: null, ...day, states: ['refunded'] })).toEqual([])
  })
})
