import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { payouts, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { enterRefund, enterRefundDone } from '../../ledger/enter-refund.ts'
import { cooperativeId } from '../../ledger/read-order.ts'
import { anOrder, aPayment, aRefund, enterSale } from '../../ledger/testing/books.ts'
import { merchantWorld } from '../../testing/merchant-app.ts'
import { createAccounting } from '../testing/accounting-app.ts'
import { enterPayouts } from './enter-payouts.ts'
import { reconcile } from './queries.ts'

const { db, url: databaseUrl } = await testDatabase()
const app = await testApp(createAccounting, testConfig('cart', { databaseUrl }))
const { admin, manager, member, stranger } = await merchantWorld(app)
const bakery = await aPage(db)
const merchantId = await cooperativeId(db)
const runner = { personId: randomUUID(), isAdmin: true }
const books = () => reconcile(db, runner, { merchantId, currency: 'GBP' })

async function paid(unitMinor: number, daysAgo = 0) {
  const { order, lines } = await anOrder(db, { lines: [{ pageId: bakery.id, unitMinor }] })
  const paidAt = new Date(Date.now() - daysAgo * 86_400_000 - 60_000)
  const payment = await aPayment(db, order, { paidAt })
  await enterSale(db, order.id)
  return { order, payment, code: payment.transactionCode ?? '', lineId: lines[0]?.id ?? '' }
}

async function sent(transactionCode: string, amountMinor: number, feeMinor = 0, type = 'PAYOUT') {
  const row = { merchantId, providerId: randomUUID(), type, transactionCode, amountMinor, feeMinor }
  await db.insert(payouts).values({ ...row, currency: 'GBP', paidOn: '2026-11-20' })
}

async function givenBack(
  { order, payment, lineId }: Awaited<ReturnType<typeof paid>>,
  minor: number,
) {
  const refundId = await aRefund(db, {
    orderId: order.id,
    paymentId: payment.id,
    amountMinor: minor,
    lines: [{ lineId, amountMinor: minor }],
  })
  await enterRefund(db, refundId)
  await db
    .update(refunds)
    .set({ state: 'done', doneAt: new Date() })
    .where(sql`${refunds.id} = ${refundId}`)
  await enterRefundDone(db, refundId)
}

describe('what the provider paid out', () => {
  it('is entered once for each row, however many do it at the same moment', async () => {
    const { code } = await paid(1000)
    await sent(code, 975, 25)

    const counts = await Promise.all([enterPayouts(db), enterPayouts(db), enterPayouts(db)])

    expect(counts.reduce((total, count) => total + count, 0)).toBe(1)
    const { rows } = await db.execute(sql`
      select kind, sum(amount_minor)::int as minor from ledger.accounts
      join ledger.postings on account_id = accounts.id
      where owner_id = ${merchantId} group by 1 order by 1`)
    expect(rows).toEqual([
      { kind: 'bank', minor: 975 },
      { kind: 'provider', minor: 0 },
      { kind: 'provider-fees', minor: 25 },
    ])
    expect(await books()).toMatchObject({ counts: { matched: 1 }, lines: [] })
  })

  it('explains every penny that is left at the provider', async () => {
    const waiting = await paid(500, 9)
    const short = await paid(700)
    await sent(short.code, 680, 10)
    await sent('TUNKNOWN', 333, 7)
    const back = await paid(900)
    await sent(back.code, 900)
    await givenBack(back, 400)
    const whole = await paid(800)
    await sent(whole.code, 800)
    await givenBack(whole, 300)
    await sent(whole.code, -300, 0, 'REFUND_DEDUCTION')
    const charged = await paid(600)
    await sent(charged.code, 600)
    await sent(charged.code, -600, 0, 'CHARGE_BACK_DEDUCTION')
    expect((await books()).unexplained.amount).not.toBe(0)

    await enterPayouts(db)

    const { lines, counts, balance, unexplained } = await books()
    const told = Object.fromEntries(
      lines.map(({ code, story, left }) => [code, [story, left.amount]]),
    )
    expect(told).toEqual({
      [waiting.code]: ['waiting', 500],
      [short.code]: ['differs', 10],
      TUNKNOWN: ['unknown', -340],
      [back.code]: ['refund-waiting', -400],
      [charged.code]: ['taken-back', 600],
    })
    expect(lines.find(({ code }) => code === waiting.code)?.days).toBe(9)
    expect(counts).toMatchObject({ matched: 2 })
    expect(balance.amount).toBe(500 + 10 - 340 - 400 + 600)
    expect(unexplained.amount).toBe(0)
  })

  it('is shown to administrators alone', async () => {
    const all = [stranger, member, manager, admin]
    const answers = await Promise.all(all.map((who) => who.look('/desk/reconciliation')))

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 403, 403, 200])
    expect(answers[3]?.body).toContain('Every penny is explained')
    expect(answers[3]?.body).toContain('Not paid out yet, 9 days')
    await expect(
      reconcile(db, { ...runner, isAdmin: false }, { merchantId, currency: 'GBP' }),
    ).rejects.toThrow('Only an administrator')
  })
})
