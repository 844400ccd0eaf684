import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { roles } from '@rose-ash/shared/db/models/account'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { handovers, invoices } from '@rose-ash/shared/db/models/cart-terms'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { variants } from '@rose-ash/shared/db/models/market'
import { aPage, aPerson, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { openAmount } from '../orders/open-amount.ts'
import { packLine } from '../packing/pack-line.ts'
import { refundOrder } from '../refunds/refund-order.ts'
import { buyersOf } from '../testing/buyers.ts'
import { startShop } from '../testing/start-shop.ts'
import { handOver, takeBackHandOver } from './hand-over.ts'
import { markMany } from './mark-many.ts'
import { markPacked, unpack } from './mark-packed.ts'
import { receiveCash } from './receive-cash.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, order: orderOf, put, stateOf, transitionsOf } = buyersOf(db, shop)
const { id: admin } = await aPerson(db)
await db.insert(roles).values({ personId: admin, role: 'admin' })

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
    expect(rows.map(({ doneBy }) => doneBy).toSorted()).toEqual([bakery.manager, admin].toSorted())
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
    const { orderId, bakery } = await aPaidOrder()
    await db.update(orders).set({ state: 'cancelled' }).where(eq(orders.id, orderId))
    const handing = { orderId, pageId: bakery.pageId, personId: admin }

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

describe('money at the pick-up', () => {
  it('makes the order paid, at what it weighed, once', async () => {
    const { orderId, dairy, cheese } = await anOrderToCollect()
    await weigh(cheese.id, 450)
    const requestKey = randomUUID()
    const received = { orderId, requestKey, amountMinor: 900, personId: dairy.manager }

    const came = await Promise.all([1, 2, 3].map(() => receiveCash(db, shop, received)))

    expect(came.toSorted()).toEqual([0, 0, 900])
    expect(await stateOf(orderId)).toBe('paid')
    expect(await db.select().from(payments).where(eq(payments.orderId, orderId))).toMatchObject([
      { method: 'cash', amountMinor: 900, state: 'paid', reference: `cash-${requestKey}` },
    ])
    expect(await openOf(orderId)).toBe(0)
    expect(await balances(orderId)).toEqual({ cash: 900, producer: -750, tax: -150 })
    const [invoice] = await db.select().from(invoices).where(eq(invoices.orderId, orderId))
    expect(invoice?.content).toMatchObject({ totalMinor: 900, dueMinor: 0, due: null })
    expect(await db.$count(refunds, eq(refunds.orderId, orderId))).toBe(0)
  })

  it.each([
    { weight: 550, total: 1100, tax: 183 },
    { weight: 500, total: 1000, tax: 167 },
  ])('is the same in the books for $weight g', async ({ weight, total, tax }) => {
    const { orderId, dairy, cheese } = await anOrderToCollect()
    await weigh(cheese.id, 400)
    await weigh(cheese.id, weight)

    const personId = dairy.manager
    await receiveCash(db, shop, { orderId, requestKey: randomUUID(), personId })

    expect(await balances(orderId)).toEqual({ cash: total, producer: tax - total, tax: -tax })
    expect(await openOf(orderId)).toBe(0)
  })

  it('comes once when two people take it, and only as it was shown', async () => {
    const { orderId, dairy, cheese } = await anOrderToCollect()
    await weigh(cheese.id, 450)
    const take = (amountMinor: number) =>
      receiveCash(db, shop, {
        orderId,
        requestKey: randomUUID(),
        amountMinor,
        personId: dairy.manager,
      })

    await expect(take(1000)).rejects.toThrow('It comes to £9.00 now')
    const taken = await Promise.allSettled([take(900), take(900)])

    expect(taken.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await db.$count(payments, eq(payments.orderId, orderId))).toBe(1)
  })

  it('is what packing made it dearer by, of one that is paid', async () => {
    const { orderId, dairy, cheese } = await anOrderToCollect()
    const personId = dairy.manager
    await receiveCash(db, shop, { orderId, requestKey: randomUUID(), personId })
    await weigh(cheese.id, 520)

    const came = await receiveCash(db, shop, { orderId, requestKey: randomUUID(), personId })

    expect(came).toBe(40)
    expect(await stateOf(orderId)).toBe('paid')
    expect(await balances(orderId)).toEqual({ cash: 1040, producer: -867, tax: -173 })
    await expect(
      receiveCash(db, shop, { orderId, requestKey: randomUUID(), personId }),
    ).rejects.toThrow('Nothing of this order')
  })

  it('is for those who run all of its pages, and is not taken for what waits for a card', async () => {
    const { orderId, dairy } = await aPaidOrder()
    const { owner } = await aBuyer()
    await put(owner, 'product', (await aVariant(db)).id, 1)
    const online = await orderOf(owner, 280)
    const take = (id: string, personId: string) =>
      receiveCash(db, shop, { orderId: id, requestKey: randomUUID(), personId })

    await expect(take(orderId, dairy.manager)).rejects.toMatchObject({ status: 403 })
    await expect(take(online.id, admin)).rejects.toThrow('waits to be paid online')
    await expect(take(randomUUID(), admin)).rejects.toMatchObject({ status: 404 })
    expect(await stateOf(online.id)).toBe('awaiting_payment')
  })
})

/** A page that is paid at the pick-up, with its manager. */
async function aSeller() {
  const { id: pageId } = await aPage(db)
  const { id: manager } = await aPerson(db)
  await db.insert(pageManagers).values({ pageId, personId: manager })
  await db.insert(sellers).values({ pageId, onPickup: true })
  return { pageId, manager }
}

/** Bread of one page and butter of another, £5.60, paid over the counter. */
async function aPaidOrder() {
  const [bakery, dairy] = [await aSeller(), await aSeller()]
  const { owner } = await aBuyer()
  for (const { pageId } of [bakery, dairy])
    await put(owner, 'product', (await aVariant(db, { pageId })).id, 1)
  const { id: orderId } = await orderOf(owner, 560, { terms: 'on_pickup' })
  await receiveCash(db, shop, { orderId, requestKey: randomUUID(), personId: admin })
  return { orderId, bakery, dairy }
}

/** 500 g of cheese at £10, to be weighed, paid and collected. */
async function anOrderToCollect() {
  const dairy = await aSeller()
  const piece = await aVariant(db, {
    pageId: dairy.pageId,
    priceMinor: 1000,
    title: 'Goat cheese',
  })
  await db
    .update(variants)
    .set({ weighed: true, measureAmount: 500, measureUnit: 'g' })
    .where(eq(variants.id, piece.id))
  const { owner } = await aBuyer()
  await put(owner, 'product', piece.id, 1)
  const { id: orderId } = await orderOf(owner, 1000, { terms: 'on_pickup' })
  return { orderId, dairy, cheese: await lineOf(orderId, dairy.pageId) }
}

async function lineOf(orderId: string, pageId: string) {
  const own = and(eq(orderLines.orderId, orderId), eq(orderLines.pageId, pageId))
  const [line] = await db.select().from(orderLines).where(own)
  return line ?? never()
}

function weigh(lineId: string, packedAmount: number): Promise<void> {
  return packLine(db, shop, { lineId, packedAmount, reason: '', personId: admin })
}

const handoversOf = (orderId: string) =>
  db.select().from(handovers).where(eq(handovers.orderId, orderId))

async function openOf(orderId: string): Promise<number> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  return openAmount(db, order ?? never())
}

function toldOf(orderId: string) {
  const uri = sql`${apActivities.objectUri} like ${`%/orders/${orderId}#handover-%`}`
  return db.select().from(apActivities).where(uri)
}

/** What the entries of an order left, by kind of account. */
async function balances(orderId: string): Promise<Record<string, number>> {
  const { rows } = await db.execute<{ kind: string; left: number }>(sql`
    select account.kind, sum(posting.amount_minor)::int as left from ledger.entries entry
    join ledger.postings posting on posting.entry_id = entry.id
    join ledger.accounts account on account.id = posting.account_id
    where entry.order_id = ${orderId} group by 1 having sum(posting.amount_minor) <> 0`)
  return Object.fromEntries(rows.map(({ kind, left }) => [kind, left]))
}

function never(): never {
  throw new Error('there is one')
}
