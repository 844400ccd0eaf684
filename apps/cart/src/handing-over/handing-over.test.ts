import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { aPage, aPerson, testDatabase } from '@rose-ash/shared/testing'
import { giveUpOrder } from '../orders/give-up-order.ts'
import { refundOrder } from '../refunds/refund-order.ts'
import { buyersOf } from '../testing/buyers.ts'
import { startShop } from '../testing/start-shop.ts'
import { handOver, takeBackHandOver } from './hand-over.ts'
import { markMany } from './mark-many.ts'
import { markPacked, unpack } from './mark-packed.ts'
import { ordersToHandOver } from './testing/orders-to-hand-over.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { stateOf, transitionsOf } = buyersOf(db, shop)
const { admin, aPaidOrder, anOrderToCollect, lineOf, weigh } = await ordersToHandOver(db, shop)

describe('handing over', () => {
  it('fulfils an order when the goods of its last page are with the buyer, and once', async () => {
    const { orderId, bakery, dairy } = await aPaidOrder()

    await handOver(db, shop, { orderId, pageId: bakery.pageId, personId: bakery.manager })
    expect(await stateOf(orderId)).toBe('paid')
    await handOver(db, shop, { orderId, pageId: dairy.pageId, personId: admin })
    await handOver(db, shop, { orderId, pageId: dairy.pageId, personId: admin })

    expect(await transitionsOf(orderId)).toEqual(['draft', 'awaiting_payment', 'paid', 'fulfilled'])
    const rows = await handoversOf(orderId)
    expect(rows.every(({ packedAt, doneAt }) => packedAt !== null && doneAt !== null)).toBe(true)
    expect(rows.map(({ doneBy }) => doneBy)).toEqual(
      expect.arrayContaining([bakery.manager, admin]),
    )
  })

  it('fulfils once when two pages hand over at the same moment, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const { orderId, bakery, dairy } = await aPaidOrder()

      await Promise.all(
        [bakery, dairy, bakery].map(({ pageId }) =>
          handOver(db, shop, { orderId, pageId, personId: admin }),
        ),
      )

      expect(await transitionsOf(orderId)).toEqual([
        'draft',
        'awaiting_payment',
        'paid',
        'fulfilled',
      ])
    }
  })

  it('is for those who run the page alone, and of what is in the order', async () => {
    const { orderId, bakery, dairy } = await aPaidOrder()
    const { id: stranger } = await aPerson(db)
    const { id: elsewhere } = await aPage(db)
    const verbs = [handOver, takeBackHandOver, markPacked, unpack]

    for (const verb of verbs) {
      for (const personId of [stranger, dairy.manager]) {
        const handing = { orderId, pageId: bakery.pageId, personId }
        await expect(verb(db, shop, handing)).rejects.toMatchObject({ status: 403 })
      }
      const nowhere = { orderId, pageId: elsewhere, personId: admin }
      await expect(verb(db, shop, nowhere)).rejects.toMatchObject({ status: 404 })
    }
    expect((await handoversOf(orderId)).map(({ packedAt }) => packedAt)).toEqual([null, null])
  })

  it('is taken back within the day, with the order as it was, and no later', async () => {
    const { orderId, bakery, dairy } = await aPaidOrder()
    const [before] = await db.select().from(orders).where(eq(orders.id, orderId))
    const handings = [bakery, dairy].map(({ pageId }) => ({ orderId, pageId, personId: admin }))
    for (const handing of handings) await handOver(db, shop, handing)

    await takeBackHandOver(db, shop, handings[0] ?? never())

    expect(await db.select().from(orders).where(eq(orders.id, orderId))).toEqual([before])
    await handOver(db, shop, handings[0] ?? never())
    expect(await stateOf(orderId)).toBe('fulfilled')
    await db
      .update(handovers)
      .set({ doneAt: sql`now() - interval '25 hours'` })
      .where(eq(handovers.orderId, orderId))
    await expect(takeBackHandOver(db, shop, handings[0] ?? never())).rejects.toThrow('a day ago')
    expect(await stateOf(orderId)).toBe('fulfilled')
  })

  it('waits for no page whose goods all came back, and goes back to partly refunded', async () => {
    const { orderId, bakery, dairy } = await aPaidOrder()
    const line = await lineOf(orderId, dairy.pageId)
    await refundOrder(db, shop, {
      orderId,
      requestKey: randomUUID(),
      lines: [{ lineId: line.id, quantity: line.quantity }],
      reason: 'returned',
      message: '',
      method: 'cash',
      personId: admin,
    })
    const handing = { orderId, pageId: bakery.pageId, personId: bakery.manager }

    await handOver(db, shop, handing)
    expect(await stateOf(orderId)).toBe('fulfilled')
    await takeBackHandOver(db, shop, handing)

    expect(await stateOf(orderId)).toBe('partly_refunded')
  })

  it('does not hand over what was given up', async () => {
    const { orderId, dairy } = await anOrderToCollect()
    await giveUpOrder(db, shop, { orderId, to: 'cancelled', reason: 'cancelled by the buyer' })
    const handing = { orderId, pageId: dairy.pageId, personId: admin }

    for (const verb of [handOver, markPacked, unpack])
      await expect(verb(db, shop, handing)).rejects.toThrow('not to be handed over')
  })
})

describe('packing', () => {
  it('tells the buyer once, however often it is packed', async () => {
    const { orderId, bakery } = await aPaidOrder()
    const handing = { orderId, pageId: bakery.pageId, personId: bakery.manager }

    await Promise.all([markPacked(db, shop, handing), markPacked(db, shop, handing)])
    await unpack(db, shop, handing)
    await markPacked(db, shop, handing)

    expect(await toldOf(orderId)).toHaveLength(1)
    await handOver(db, shop, handing)
    await expect(unpack(db, shop, handing)).rejects.toThrow('handed over already')
  })

  it('wants a weight first of what is sold by weight', async () => {
    const { orderId, dairy, cheese } = await anOrderToCollect()
    const handing = { orderId, pageId: dairy.pageId, personId: dairy.manager }

    await expect(markPacked(db, shop, handing)).rejects.toThrow('Weigh “Goat cheese” first')
    await weigh(cheese.id, 450)
    await markPacked(db, shop, handing)

    expect(await toldOf(orderId)).toHaveLength(1)
  })
})

describe('many at once', () => {
  it('are marked where they can be, and of the others it is said why not', async () => {
    const [one, two] = [await aPaidOrder(), await aPaidOrder()]
    const unpaid = await anOrderToCollect()
    await weigh(unpaid.cheese.id, 500)
    const picks = [one, two, unpaid].map(({ orderId, dairy }) => ({
      orderId,
      pageId: dairy.pageId,
    }))

    const marked = await markMany(db, shop, { picks, as: 'handed-over', personId: admin })

    const [order] = await db.select().from(orders).where(eq(orders.id, unpaid.orderId))
    expect(marked).toEqual({
      done: 2,
      refused: [
        {
          number: order?.number,
          why: 'It is not paid yet. Take the money first, then hand it over.',
        },
      ],
    })
    const done = await db.$count(
      handovers,
      and(eq(handovers.pageId, one.dairy.pageId), sql`${handovers.doneAt} is not null`),
    )
    expect(done).toBe(1)
  })

  it('do not wait for each other in a ring when two people tick the same ones', async () => {
    const made = [await aPaidOrder(), await aPaidOrder(), await aPaidOrder()]
    const picks = made.map(({ orderId, bakery }) => ({ orderId, pageId: bakery.pageId }))

    const both = await Promise.all(
      [picks, picks.toReversed()].map((these) =>
        markMany(db, shop, { picks: these, as: 'packed', personId: admin }),
      ),
    )

    expect(both).toEqual([
      { done: 3, refused: [] },
      { done: 3, refused: [] },
    ])
    for (const { orderId } of made) expect(await toldOf(orderId)).toHaveLength(1)
  })
})

const handoversOf = (orderId: string) =>
  db.select().from(handovers).where(eq(handovers.orderId, orderId))

function toldOf(orderId: string) {
  const uri = sql`${apActivities.objectUri} like ${`%/orders/${orderId}#handover-%`}`
  return db.select().from(apActivities).where(uri)
}

function never(): never {
  throw new Error('there is one')
}
