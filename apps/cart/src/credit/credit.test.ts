import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { baskets, orders } from '@rose-ash/shared/db/models/cart'
import { invoices } from '@rose-ash/shared/db/models/cart-invoices'
import { ledgerEntries } from '@rose-ash/shared/db/models/cart-ledger'
import { aTicketType, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createCart } from '../app.ts'
import { balanceTag } from '../ledger/balance-tag.ts'
import { balanceOf } from '../ledger/members.ts'
import { queueOrderMail } from '../orders/mail-order.ts'
import { orderTags } from '../orders/order-tags.ts'
import { startPayment } from '../payments/start-payment.ts'
import { brokenPromises } from '../promise/testing/broken-promises.ts'
import { buyersOf } from '../testing/buyers.ts'
import { merchantWorld } from '../testing/merchant-app.ts'
import { moneyMoved, press, startShop } from '../testing/start-shop.ts'
import { payingInOf } from './testing/paying-in.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createCart, testConfig('cart', { databaseUrl, sumup: shop.config.sumup }))
const world = await merchantWorld(app)
const { endHoldOf, order: orderOf, put, stateOf, sweep } = buyersOf(db, shop)
const { anOrderOfCredit, aPaidIn, allSent, movedFor, settle } = payingInOf(db, shop)
const currency = 'GBP'

describe('the page of credit', () => {
  it('asks a stranger to sign in, and takes nothing from them', async () => {
    const look = await world.stranger.look('/credit')
    const sent = await world.stranger.send('/credit', { requestKey: randomUUID(), own: '20' })

    expect([look.statusCode, sent.statusCode]).toEqual([303, 401])
    expect(look.headers.location).toContain('/auth/login')
    expect(await db.$count(orders)).toBe(0)
  })

  it('leads a member to the provider with what they chose, their own amount first', async () => {
    const form = { requestKey: randomUUID(), suggested: '20.00', own: '12.50' }
    const page = await world.member.look('/credit')
    expect(page.body).toContain('From £5.00 to £250.00.')

    const answers = await Promise.all([1, 2].map(() => world.member.send('/credit', form)))

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303])
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
    expect(answers[0]?.headers.location).toContain('/pay/')
    const made = await db.select().from(orders).where(eq(orders.requestKey, form.requestKey))
    expect(made).toMatchObject([{ kind: 'credit', totalMinor: 1250, state: 'awaiting_payment' }])
  })

  it.each(['4.99', '250.01', '0', '-5', 'a lot', ''])('takes no %s', async (own) => {
    const before = await db.$count(orders)

    const answer = await world.member.send('/credit', { requestKey: randomUUID(), own })

    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain('class="field-error"')
    expect(await db.$count(orders)).toBe(before)
  })
})

describe('credit that is paid in', () => {
  it('is on the balance once, however often it is told, with a paper and no tax', async () => {
    const { orderId, personId } = await anOrderOfCredit(2000)
    await press(await startPayment(db, shop, orderId), 'pay')
    expect(await balanceOf(db, personId, currency)).toBe(0)

    await Promise.all([1, 2, 3].map(() => settle(orderId)))
    await settle(orderId)

    expect(await stateOf(orderId)).toBe('paid')
    expect(await balanceOf(db, personId, currency)).toBe(-2000)
    const entries = await db.select().from(ledgerEntries).where(eq(ledgerEntries.orderId, orderId))
    expect(entries).toMatchObject([{ kind: 'payment' }])
    const [paper] = await db.select().from(invoices).where(eq(invoices.orderId, orderId))
    expect(paper?.content).toMatchObject({
      totalMinor: 2000,
      lines: [{ title: 'Credit', rateBasisPoints: 0, taxMinor: 0 }],
      paid: [{ how: 'card', amountMinor: 2000 }],
      dueMinor: 0,
    })
    expect(await orderTags(db, orderId)).toContain(balanceTag(personId))
  })

  it('pays for the next order, and its receipt says what there is', async () => {
    const { orderId, personId } = await aPaidIn(5000)
    const place = await aTicketType(db)
    await put({ personId }, 'ticket', place.id, 1)
    await orderOf({ personId }, 1800, { useCredit: true })

    const text = await receiptOf(orderId)

    expect(await balanceOf(db, personId, currency)).toBe(-3200)
    expect(text).toContain('You have £32.00 of credit now.')
    expect(text).toContain('1 × Credit, for later orders: £50.00')
  })

  it('leaves nothing when the card is refused, and nothing when nobody pays in time', async () => {
    const { orderId, personId } = await anOrderOfCredit(2000)
    await press(await startPayment(db, shop, orderId), 'decline')
    await settle(orderId)
    expect(await stateOf(orderId)).toBe('awaiting_payment')
    await endHoldOf(orderId)

    await Promise.all([sweep(), sweep()])

    expect(await stateOf(orderId)).toBe('expired')
    expect(await balanceOf(db, personId, currency)).toBe(0)
    expect(await db.$count(ledgerEntries, eq(ledgerEntries.orderId, orderId))).toBe(0)
    const [basket] = await db.select().from(baskets).where(eq(baskets.personId, personId))
    expect(basket?.voucherCodes ?? []).toEqual([])
    expect((await movedFor(orderId)).charges).toEqual([])
  })

  it('is there after all when the money came after its time', async () => {
    const { orderId, personId } = await anOrderOfCredit(2000)
    await press(await startPayment(db, shop, orderId), 'pay')
    await endHoldOf(orderId)

    await sweep()

    expect(await stateOf(orderId)).toBe('paid')
    expect(await balanceOf(db, personId, currency)).toBe(-2000)
  })

  it('goes back when its member has gone meanwhile', async () => {
    const { orderId, personId } = await anOrderOfCredit(2000)
    await press(await startPayment(db, shop, orderId), 'pay')
    await db.delete(people).where(eq(people.id, personId))

    await settle(orderId)
    await allSent(orderId)

    expect(await stateOf(orderId)).toBe('refunded')
    expect((await movedFor(orderId)).refunds).toMatchObject([{ amountMinor: 2000 }])
  })
})

it('makes one order of a key, and none of somebody else’s', async () => {
  const requestKey = randomUUID()
  const { orderId, personId } = await anOrderOfCredit(2000, requestKey)

  expect((await anOrderOfCredit(2000, requestKey, personId)).orderId).toBe(orderId)
  await expect(anOrderOfCredit(2000, requestKey)).rejects.toMatchObject({ status: 404 })

  expect(await db.$count(orders, eq(orders.requestKey, requestKey))).toBe(1)
})

it('adds up in the end, with every cent at the provider', async () => {
  await db
    .update(orders)
    .set({ heldUntil: new Date(0) })
    .where(eq(orders.state, 'awaiting_payment'))
  await sweep()

  expect(await brokenPromises(db, await moneyMoved(shop))).toEqual([])
})

/** The text of the receipt, which nobody sends. */
async function receiptOf(orderId: string): Promise<string> {
  const mail = { template: 'receipt', orderId, partId: '', key: randomUUID() } as const
  let text = ''
  const never = new Error('not to be sent')
  const asked = db.transaction(async (tx) => {
    await queueOrderMail(tx, app, mail)
    const { rows } = await tx.execute<{ text: string }>(sql`
      select payload ->> 'text' as text from graphile_worker._private_jobs
      where key like ${`%${mail.key}%`}`)
    text = rows[0]?.text ?? ''
    throw never
  })
  await expect(asked).rejects.toBe(never)
  return text
}
