import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { invoices } from '@rose-ash/shared/db/models/cart-invoices'
import { aVariant, testDatabase } from '@rose-ash/shared/testing'
import { openAmount } from '../orders/open-amount.ts'
import { buyersOf } from '../testing/buyers.ts'
import { startShop } from '../testing/start-shop.ts'
import { receiveCash } from './receive-cash.ts'
import { ordersToHandOver } from './testing/orders-to-hand-over.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, order: orderOf, put, stateOf } = buyersOf(db, shop)
const { admin, aPaidOrder, anOrderToCollect, weigh } = await ordersToHandOver(db, shop)

describe('money at the pick-up', () => {
  it('makes the order paid, at what it weighed, once', async () => {
    const { orderId, dairy, cheese } = await anOrderToCollect()
    await weigh(cheese.id, 450)
    const requestKey = randomUUID()
    const received = { orderId, requestKey, amountMinor: 900, personId: dairy.manager }

    const came = await Promise.all([1, 2, 3].map(() => receiveCash(db, shop, received)))

    expect(came.toSorted((a, b) => a - b)).toEqual([0, 0, 900])
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

async function openOf(orderId: string): Promise<number> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  return openAmount(db, order ?? never())
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
