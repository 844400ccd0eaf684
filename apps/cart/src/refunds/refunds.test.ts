import { randomUUID } from 'node:crypto'
import { asc, eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { tickets } from '@rose-ash/shared/db/models/events'
import { aTicketType, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { settlePayment } from '../payments/settle-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { buyersOf } from '../testing/buyers.ts'
import { misbehave, moneyMoved, press, startShop } from '../testing/start-shop.ts'
import { refundOrder, type WantedRefund } from './refund-order.ts'
import { sendRefund } from './send-refund.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, order: orderOf, put, stateOf, supplyOf } = buyersOf(db, shop)

describe('a refund by line', () => {
  it('puts goods back, makes tickets void, and sends just that money', async () => {
    const { orderId, loaf, place, lineOf } = await aPaidOrder()

    await refund(orderId, [
      { lineId: lineOf('product'), quantity: 1 },
      { lineId: lineOf('ticket'), quantity: 1 },
    ])
    await sendAll(orderId)

    expect(await stateOf(orderId)).toBe('partly_refunded')
    expect(await supplyOf(loaf.supplyId)).toMatchObject({ held: 0, taken: 2 })
    expect(await supplyOf(place.supplyId)).toMatchObject({ held: 0, taken: 1 })
    expect(await ticketStates(orderId)).toEqual(['valid', 'void'])
    expect(await sentBack(orderId)).toEqual([280 + 1800])
    expect(await ledgerOf(orderId)).toBe(0)
  })

  it('comes to the whole order in as many steps as one likes', async () => {
    const { orderId, lineOf } = await aPaidOrder()

    await refund(orderId, [{ lineId: lineOf('product'), quantity: 2 }])
    await refund(orderId, [{ lineId: lineOf('ticket'), quantity: 2 }])
    await refund(orderId, undefined)
    await sendAll(orderId)

    expect(await stateOf(orderId)).toBe('refunded')
    expect(await sentBack(orderId)).toEqual([560, 3600, 280])
    await expect(refund(orderId, undefined)).rejects.toThrow('nothing to refund')
  })

  it('is done once, though its form is sent twice at once', async () => {
    const { orderId, lineOf } = await aPaidOrder()
    const requestKey = randomUUID()
    const lines = [{ lineId: lineOf('product'), quantity: 1 }]

    await Promise.all([1, 2, 3].map(() => refund(orderId, lines, requestKey)))

    expect(await db.$count(refunds, eq(refunds.orderId, orderId))).toBe(1)
  })

  it('takes no more than is left, whoever asks at the same time, and changes nothing then', async () => {
    const { orderId, loaf, lineOf } = await aPaidOrder()
    const wanted = [{ lineId: lineOf('product'), quantity: 2 }]

    const asked = await Promise.allSettled([1, 2].map(() => refund(orderId, wanted)))

    expect(asked.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await supplyOf(loaf.supplyId)).toMatchObject({ taken: 1 })
    const [paid] = await db.select().from(payments).where(eq(payments.orderId, orderId))
    expect(paid?.refundedMinor).toBe(560)
  })

  it('gives money for a thing that stays, and no more than it cost', async () => {
    const { orderId, loaf, lineOf } = await aPaidOrder()
    const lineId = lineOf('product')

    await refund(orderId, [{ lineId, quantity: 0, amountMinor: 100 }])

    expect(await supplyOf(loaf.supplyId)).toMatchObject({ taken: 3 })
    await expect(refund(orderId, [{ lineId, quantity: 0, amountMinor: 741 }])).rejects.toThrow(
      'less is left',
    )
    await expect(refund(orderId, [{ lineId, quantity: 0, amountMinor: 0 }])).rejects.toThrow(
      'comes to nothing',
    )
  })

  it('adds up to what was paid, whatever is sent back in which steps', { timeout: 60_000 }, () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ kind: fc.constantFrom('product', 'ticket'), quantity: fc.nat(2) }), {
          maxLength: 5,
        }),
        async (steps) => {
          const { orderId, lineOf } = await aPaidOrder()
          for (const { kind, quantity } of steps) {
            const line = { lineId: lineOf(kind), quantity }
            await refund(orderId, [line]).catch(() => undefined)
          }
          await refund(orderId, undefined).catch(() => undefined)
          const [row] = await db
            .select({ sum: sql<number>`sum(${refunds.amountMinor})::int` })
            .from(refunds)
            .where(eq(refunds.orderId, orderId))
          expect(row?.sum).toBe(4440)
          expect(await stateOf(orderId)).toBe('refunded')
          const lines = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId))
          expect(lines.every((line) => line.returnedQuantity === line.quantity)).toBe(true)
        },
      ),
      { numRuns: 12 },
    ),
  )
})

describe('sending money back', () => {
  it('sends two refunds of the same amount, and neither of them twice', async () => {
    const { orderId, lineOf } = await aPaidOrder()
    const one = [{ lineId: lineOf('product'), quantity: 1 }]
    await refund(orderId, one)
    await refund(orderId, one)
    await misbehave(shop, { faults: [{ operation: 'refund', kind: 'lose-answer', times: 1 }] })

    await sendAll(orderId)

    expect(await sentBack(orderId)).toEqual([280, 280])
  })

  it('waits for a person when the provider refuses for good', async () => {
    const { orderId, lineOf } = await aPaidOrder()
    const [payment] = await db.select().from(payments).where(eq(payments.orderId, orderId))
    const url = `${shop.sumupUrl}/v1.0/merchants/MTEST/payments/${payment?.transactionId}/refunds`
    const headers = { authorization: 'Bearer sup_sk_test', 'content-type': 'application/json' }
    const byHand = await fetch(url, { method: 'POST', headers, body: '{"amount":44}' })
    expect(byHand.status).toBe(201)

    await refund(orderId, [{ lineId: lineOf('ticket'), quantity: 2 }])
    await refund(orderId, [{ lineId: lineOf('product'), quantity: 3 }])
    await sendAll(orderId)

    const states = await db
      .select()
      .from(refunds)
      .where(eq(refunds.orderId, orderId))
      .orderBy(asc(refunds.id))
    expect(states.map(({ state }) => state)).toEqual(['done', 'failed'])
    expect(states[1]?.problem).toBeTruthy()
  })
})

function refund(orderId: string, lines: WantedRefund[] | undefined, requestKey = randomUUID()) {
  return refundOrder(db, shop, {
    orderId,
    requestKey,
    lines,
    reason: 'returned',
    message: '',
    method: 'provider',
    personId: undefined,
  })
}

/** Three loaves at £2.80 and two tickets at £18, paid by card: £44.40. */
async function aPaidOrder() {
  const loaf = await aVariant(db)
  const place = await aTicketType(db)
  const { owner } = await aBuyer()
  await put(owner, 'product', loaf.id, 3)
  await put(owner, 'ticket', place.id, 2)
  const { id: orderId } = await orderOf(owner, 4440)
  await press(await startPayment(db, shop, orderId), 'pay')
  const [payment] = await db.select().from(payments).where(eq(payments.orderId, orderId))
  await settlePayment(db, shop, payment?.id ?? '')
  const lines = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId))
  const lineOf = (kind: 'product' | 'ticket') => lines.find((line) => line.kind === kind)?.id ?? ''
  return { orderId, owner, loaf, place, lineOf }
}

/** What the queue does until nothing is left to send: try, and try again after a while. */
async function sendAll(orderId: string): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const asked = await db
      .update(refunds)
      .set({ sendingUntil: null })
      .where(sql`${refunds.orderId} = ${orderId} and ${refunds.state} = 'asked'`)
      .returning({ id: refunds.id })
    await Promise.allSettled(
      asked.flatMap(({ id }) => [sendRefund(db, shop, id), sendRefund(db, shop, id)]),
    )
  }
}

async function sentBack(orderId: string): Promise<number[]> {
  const { refunds: moved } = await moneyMoved(shop)
  return moved
    .filter(({ reference }) => reference.startsWith(orderId))
    .map(({ amountMinor }) => amountMinor)
}

async function ticketStates(orderId: string) {
  const rows = await db
    .select({ state: tickets.state })
    .from(tickets)
    .innerJoin(orderLines, eq(orderLines.id, tickets.orderLineId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(tickets.number))
  return rows.map(({ state }) => state)
}

/** All postings of an order together. */
async function ledgerOf(orderId: string): Promise<number> {
  const { rows } = await db.execute<{ sum: number }>(sql`
    select coalesce(sum(posting.amount_minor), 0)::int as sum from ledger.postings posting
    join ledger.entries entry on entry.id = posting.entry_id where entry.order_id = ${orderId}`)
  return rows[0]?.sum ?? 0
}
