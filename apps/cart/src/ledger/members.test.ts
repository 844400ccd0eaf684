import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { ledgerEntries, ledgerPostings } from '@rose-ash/shared/db/models/cart-ledger'
import { aPage, aPerson, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { enterCredit, releaseCredit } from './enter-credit.ts'
import { enterPayment } from './enter-payment.ts'
import { AccountLimit, LimitTooLow } from './errors.ts'
import { balanceOf, setLimit, spendable, topUp } from './members.ts'
import { anOrder, aPayment, leftOn, enterSale } from './testing/books.ts'

const { db } = await testDatabase()
const currency = 'GBP'
const bakery = await aPage(db)

const payIn = async (personId: string, amountMinor: number, requestKey: string = randomUUID()) =>
  topUp(db, { personId, amountMinor, currency, method: 'cash', requestKey, byPersonId: personId })

describe('buying on account', () => {
  const onAccount = (personId: string, unitMinor: number) =>
    anOrder(db, { lines: [{ pageId: bakery.id, unitMinor }], personId, terms: 'on_account' })

  it('is refused without credit, and says what is left', async () => {
    const { id: personId } = await aPerson(db)
    await payIn(personId, 300)
    const { order } = await onAccount(personId, 301)

    await expect(enterSale(db, order.id)).rejects.toThrow('Only £3.00 is left')

    expect(await leftOn(db, [order.id])).toEqual({})
    expect(await spendable(db, personId, currency)).toBe(300)
  })

  it('may go up to the limit, which cannot be below what is owed', async () => {
    const { id: personId } = await aPerson(db)
    await setLimit(db, { personId, currency, limitMinor: 5000 })
    const { order } = await onAccount(personId, 4000)

    await enterSale(db, order.id)

    expect(await balanceOf(db, personId, currency)).toBe(4000)
    expect(await spendable(db, personId, currency)).toBe(1000)
    await expect(setLimit(db, { personId, currency, limitMinor: 3999 })).rejects.toThrow(
      LimitTooLow,
    )
    const payment = await aPayment(db, order, { method: 'cash' })
    await enterPayment(db, payment.id)
    expect(await spendable(db, personId, currency)).toBe(5000)
  })

  it('is refused by the database itself', async () => {
    const { id: personId } = await aPerson(db)
    await payIn(personId, 100)

    const behindItsBack = db.transaction(async (tx) => {
      const [entry] = await tx
        .insert(ledgerEntries)
        .values({ key: randomUUID(), kind: 'correction' })
        .returning()
      const { rows } = await tx.execute<{ id: string }>(
        sql`select id from ledger.accounts where owner_id = ${personId}`,
      )
      await tx
        .insert(ledgerPostings)
        .values({ entryId: entry?.id ?? '', accountId: rows[0]?.id ?? '', amountMinor: 101 })
    })

    await expect(behindItsBack).rejects.toMatchObject({
      cause: { constraint: 'accounts_within_limit' },
    })
  })

  it('spends a credit once, however many try at the same moment', async () => {
    const { id: personId } = await aPerson(db)
    await payIn(personId, 1000)
    const sold = await Promise.all(Array.from({ length: 20 }, () => onAccount(personId, 1000)))

    const outcomes = await Promise.allSettled(
      sold.map(({ order }) => db.transaction((tx) => enterSale(tx, order.id))),
    )

    const refused = outcomes.filter((one) => one.status === 'rejected')
    expect(refused).toHaveLength(19)
    expect(refused.every(({ reason }) => reason instanceof AccountLimit)).toBe(true)
    expect(await balanceOf(db, personId, currency)).toBe(0)
  })

  it('counts what is entered while the limit is set', async () => {
    const { id: personId } = await aPerson(db)
    await payIn(personId, 1)
    await db.execute(
      sql`update ledger.accounts set limit_minor = null, balance_minor = 0 where owner_id = ${personId}`,
    )

    await Promise.all([
      ...Array.from({ length: 10 }, () => payIn(personId, 100)),
      setLimit(db, { personId, currency, limitMinor: 0 }),
      ...Array.from({ length: 10 }, () => payIn(personId, 100)),
    ])

    expect(await spendable(db, personId, currency)).toBe(2001)
    expect(await balanceOf(db, personId, currency)).toBe(-2001)
  })
})

describe('credit', () => {
  it('that is set aside pays a part, once, and comes back when nothing comes of it', async () => {
    const { id: personId } = await aPerson(db)
    await payIn(personId, 500)
    const lines = [{ pageId: bakery.id, unitMinor: 800 }]
    const { order } = await anOrder(db, { lines, personId, creditMinor: 500 })

    await enterCredit(db, order.id)
    await enterCredit(db, order.id)
    expect(await spendable(db, personId, currency)).toBe(0)
    await releaseCredit(db, order.id)
    await releaseCredit(db, order.id)
    expect(await spendable(db, personId, currency)).toBe(500)
    await enterCredit(db, order.id)
    await aPayment(db, order)
    await enterSale(db, order.id)
    await releaseCredit(db, order.id)

    expect(await leftOn(db, [order.id])).toEqual({ member: 500, producer: -800, provider: 300 })
    expect(await balanceOf(db, personId, currency)).toBe(0)
  })

  it('is paid in once for one form', async () => {
    const { id: personId } = await aPerson(db)
    const requestKey = randomUUID()

    await Promise.all([payIn(personId, 700, requestKey), payIn(personId, 700, requestKey)])

    expect(await balanceOf(db, personId, currency)).toBe(-700)
  })
})
