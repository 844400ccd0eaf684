import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { orders } from '@rose-ash/shared/db/models/cart'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import {
  aPerson,
  aTicketType,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { createCart } from '../app.ts'
import { buyerAccounts } from '../ledger/accounts.ts'
import { balanceOf, setLimit, topUp } from '../ledger/members.ts'
import { postEntry } from '../ledger/post-entry.ts'
import { lockOrder } from '../orders/change-state.ts'
import { endOrder } from '../orders/end-order.ts'
import { startPayment } from '../payments/start-payment.ts'
import { brokenPromises } from '../promise/testing/broken-promises.ts'
import { atOnce } from '../promise/testing/at-once.ts'
import { buyersOf } from '../testing/buyers.ts'
import { moneyMoved, press, startShop } from '../testing/start-shop.ts'
import { payingInOf } from './testing/paying-in.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createCart, testConfig('cart', { databaseUrl, sumup: shop.config.sumup }))
const { endHoldOf, order: orderOf, put, stateOf, sweep } = buyersOf(db, shop)
const { anOrderOfCredit, aPaidIn, allSent, movedFor, settle } = payingInOf(db, shop)
const currency = 'GBP'

describe('the most credit that a member can have', () => {
  it('counts what they have and what they are paying in, also of many orders at once', async () => {
    const { personId } = await aPaidIn(10_000)
    const tries = await atOnce(Array.from({ length: 8 }), 8, () => more(personId, 5_000))

    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))

    expect(refused).toHaveLength(5)
    expect(new Set(refused.map(({ message }) => message))).toEqual(
      new Set(['Your credit can be £250.00 at most. Order something first.']),
    )
    expect(await waitingOf(personId)).toBe(15_000)
  })

  it('says how much can still be paid in', async () => {
    const { personId } = await aPaidIn(10_000)

    await expect(more(personId, 15_001)).rejects.toMatchObject({
      message: 'Your credit can be £250.00 at most. Pay in £150.00 or less.',
    })
    await more(personId, 15_000)

    expect(await waitingOf(personId)).toBe(15_000)
  })

  it('counts what is set aside for an order, as it may come back', async () => {
    const { personId } = await aPaidIn(1_000)
    const place = await aTicketType(db)
    await put({ personId }, 'ticket', place.id, 1)
    const { id } = await orderOf({ personId }, 1_800, { useCredit: true })
    expect(await balanceOf(db, personId, currency)).toBe(0)

    await expect(more(personId, 24_500)).rejects.toMatchObject({ status: 400 })
    await more(personId, 24_000)
    await endHoldOf(id)
    await sweep()

    expect(await balanceOf(db, personId, currency)).toBe(-1_000)
  })

  it('leaves room for what somebody owes', async () => {
    const { id: owing } = await aPerson(db)
    await setLimit(db, { personId: owing, currency, limitMinor: 5_000 })
    const postings = [
      { account: buyerAccounts(owing).main, amountMinor: 1_800 },
      { account: { kind: 'cooperative' as const }, amountMinor: -1_800 },
    ]
    await db.transaction((tx) =>
      postEntry(tx, { key: `owed:${owing}`, kind: 'correction', currency, postings }),
    )

    await more(owing, 26_800)

    await expect(more(owing, 500)).rejects.toMatchObject({ status: 400 })
  })

  it('answers the order that was made when the same form comes again', async () => {
    const requestKey = randomUUID()
    const { orderId, personId } = await anOrderOfCredit(20_000, requestKey)

    const again = await anOrderOfCredit(20_000, requestKey, personId)

    expect(again.orderId).toBe(orderId)
  })
})

describe('credit that was paid when there is no more room for it', () => {
  it('goes back by itself, and says why', async () => {
    const { orderId, personId } = await anOrderOfCredit(20_000)
    await press(await startPayment(db, shop, orderId), 'pay')
    await fillAtTheDesk(personId, 20_000)

    await Promise.all([settle(orderId), settle(orderId)])
    await allSent(orderId)

    expect(await stateOf(orderId)).toBe('refunded')
    expect(await balanceOf(db, personId, currency)).toBe(-20_000)
    expect((await movedFor(orderId)).refunds).toMatchObject([{ amountMinor: 20_000 }])
    const [refund] = await db.select().from(refunds).where(eq(refunds.orderId, orderId))
    expect(refund?.message).toBe('Your credit would have been more than it can be')
    const page = await pageOf(orderId)
    expect(page).toContain('This is not on your balance')
    expect(page).toContain('Your credit would have been more than it can be.')
  })

  it('goes back when it came after its time and something else is being paid in', async () => {
    const { orderId, personId } = await anOrderOfCredit(20_000)
    await press(await startPayment(db, shop, orderId), 'pay')
    await db.transaction(async (tx) =>
      endOrder(tx, await lockOrder(tx, orderId), 'expired', 'not paid in time'),
    )
    const second = await more(personId, 10_000)

    await settle(orderId)
    await allSent(orderId)
    await press(await startPayment(db, shop, second), 'pay')
    await settle(second)

    expect(await stateOf(orderId)).toBe('refunded')
    expect(await stateOf(second)).toBe('paid')
    expect(await balanceOf(db, personId, currency)).toBe(-10_000)
  })

  it('never has two payments at the same moment pass it', async () => {
    const { orderId: first, personId } = await anOrderOfCredit(12_500)
    const second = await more(personId, 12_500)
    await fillAtTheDesk(personId, 12_500)
    for (const id of [first, second]) await press(await startPayment(db, shop, id), 'pay')

    await Promise.all([first, second].map(settle))

    const kept = (await stateOf(first)) === 'paid' ? first : second
    await allSent(kept === first ? second : first)
    expect(await stateOf(kept)).toBe('paid')
    expect(await stateOf(kept === first ? second : first)).toBe('refunded')
    expect(await balanceOf(db, personId, currency)).toBe(-25_000)
  })
})

describe('the page', () => {
  it('offers what there is room for, and shows what waits to be paid', async () => {
    const { personId } = await aPaidIn(18_000)
    const { orderId } = await anOrderOfCredit(2_000, randomUUID(), personId)

    const page = await creditPage(personId)

    expect(page).toContain('From £5.00 to £50.00. If you write one here, it counts.')
    expect(page).toContain('Your credit can be £250.00 at most.')
    expect([...page.matchAll(/name="suggested" value="([\d.]+)"/g)].map(([, one]) => one)).toEqual([
      '10.00',
      '20.00',
      '50.00',
    ])
    expect(page).toContain('£20.00 is not paid yet')
    expect(page).toContain(`/orders/${orderId}?key=`)
  })

  it('has no form when there is no room, and says what to do', async () => {
    const { personId } = await aPaidIn(25_000)

    const page = await creditPage(personId)

    expect(page).not.toContain('action="/credit"')
    expect(page).toContain('Your credit can be £250.00 at most. You can pay in again when')
  })
})

it('adds up in the end, with every cent at the provider', async () => {
  await db
    .update(orders)
    .set({ heldUntil: new Date(0) })
    .where(eq(orders.state, 'awaiting_payment'))
  await sweep()

  expect(await brokenPromises(db, await moneyMoved(shop))).toEqual([])
})

const more = async (personId: string, amountMinor: number): Promise<string> =>
  (await anOrderOfCredit(amountMinor, randomUUID(), personId)).orderId

async function waitingOf(personId: string): Promise<number> {
  const waiting = and(eq(orders.personId, personId), eq(orders.state, 'awaiting_payment'))
  const rows = await db.select().from(orders).where(waiting)
  return rows.reduce((sum, { totalMinor }) => sum + totalMinor, 0)
}

async function fillAtTheDesk(personId: string, amountMinor: number): Promise<void> {
  const { id: byPersonId } = await aPerson(db)
  const paid = { personId, amountMinor, currency, method: 'cash', byPersonId } as const
  await db.transaction((tx) => topUp(tx, { ...paid, requestKey: randomUUID() }))
}

async function pageOf(orderId: string): Promise<string> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  const answer = await app.inject({ url: `/orders/${orderId}?key=${order?.accessKey}` })
  return answer.body
}

async function creditPage(personId: string): Promise<string> {
  const [person] = await db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new Error('there is one')
  return (await app.inject({ url: '/credit', headers: await signedIn(app, person) })).body
}
