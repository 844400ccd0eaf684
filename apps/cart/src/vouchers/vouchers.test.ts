import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { baskets } from '@rose-ash/shared/db/models/cart'
import { vouchers, voucherUses } from '@rose-ash/shared/db/models/cart-terms'
import { aPerson, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { addVoucherCode, removeVoucherCode } from './basket-codes.ts'
import { TooManyVouchers, VoucherGone } from './errors.ts'
import { findVouchers } from './find-vouchers.ts'
import { releaseVouchers } from './release-vouchers.ts'
import { aDraft, aVoucher } from './testing/an-order.ts'
import { renameUses, useVouchers } from './use-vouchers.ts'

const { db } = await testDatabase()
const day = 86_400_000
const nobody = { personId: null, email: null }

const usedOf = async (id: string) => {
  const [row] = await db.select().from(vouchers).where(eq(vouchers.id, id))
  return row?.used
}
const use = (
  orderId: string,
  voucherId: string,
  user: { personId?: string; email?: string } = {},
) =>
  db.transaction((tx) =>
    useVouchers(tx, { ...nobody, ...user, orderId, uses: [{ voucherId, discountMinor: 100 }] }),
  )

describe('looking codes up', () => {
  it('finds what can be used, however it is typed, and says of each other one why not', async () => {
    const now = new Date()
    const good = await aVoucher(db, { code: 'Spring-26' })
    await aVoucher(db, { code: 'LATER', startsAt: new Date(now.getTime() + day) })
    await aVoucher(db, { code: 'OVER', endsAt: new Date(now.getTime() - 1) })
    await aVoucher(db, { code: 'OFF', active: false })
    await aVoucher(db, { code: 'GONE', maxUses: 2, used: 2 })

    const codes = [' spring-26 ', 'LATER', 'OVER', 'OFF', 'gone', 'never', 'SPRING-26']
    const { found, problems } = await findVouchers(db, codes, { now, personId: null })

    expect(found).toEqual([
      {
        id: good.id,
        code: 'Spring-26',
        title: 'A tenth off',
        pageId: null,
        kind: 'percent',
        basisPoints: 1000,
        amountMinor: null,
        currency: null,
        itemKind: null,
        itemId: null,
        minimumMinor: 0,
      },
    ])
    expect(problems).toEqual([
      { code: 'LATER', problem: 'not_yet' },
      { code: 'OVER', problem: 'over' },
      { code: 'OFF', problem: 'over' },
      { code: 'gone', problem: 'used_up' },
      { code: 'never', problem: 'unknown' },
    ])
    expect(await findVouchers(db, [], { now, personId: null })).toEqual({ found: [], problems: [] })
  })

  it('knows who used theirs, and until what moment one counts', async () => {
    const voucher = await aVoucher(db, { maxPerPerson: 1 })
    const [{ id: personId }, { id: other }] = [await aPerson(db), await aPerson(db)]
    await use((await aDraft(db)).id, voucher.id, { personId })

    const now = new Date()
    expect(await findVouchers(db, [voucher.code], { now, personId })).toEqual({
      found: [],
      problems: [{ code: voucher.code, problem: 'used_before' }],
    })
    expect((await findVouchers(db, [voucher.code], { now, personId: other })).found).toHaveLength(1)
  })

  it('does not count what the order that asks has already', async () => {
    const voucher = await aVoucher(db, { maxPerPerson: 1, maxUses: 1 })
    const [{ id: personId }, order] = [await aPerson(db), await aDraft(db)]
    await use(order.id, voucher.id, { personId })

    const asker = { now: new Date(), personId }
    const { problems } = await findVouchers(db, [voucher.code], asker)
    const own = await findVouchers(db, [voucher.code], { ...asker, orderId: order.id })

    expect(problems).toEqual([{ code: voucher.code, problem: 'used_up' }])
    expect(own.found.map(({ id }) => id)).toEqual([voucher.id])
  })
})

describe('using vouchers', () => {
  it('lets exactly ten of thirty orders at once have one with ten uses', async () => {
    const voucher = await aVoucher(db, { maxUses: 10 })
    const other = await aVoucher(db)
    const drafts = await Promise.all(Array.from({ length: 30 }, () => aDraft(db)))

    const both = [voucher, other].map(({ id }) => ({ voucherId: id, discountMinor: 100 }))
    const outcomes = await Promise.allSettled(
      drafts.map(({ id: orderId }, place) =>
        db.transaction((tx) =>
          useVouchers(tx, {
            ...nobody,
            orderId,
            uses: place % 2 === 0 ? both : both.toReversed(),
          }),
        ),
      ),
    )

    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(20)
    expect(refused.every((one) => 'reason' in one && one.reason instanceof VoucherGone)).toBe(true)
    expect(await usedOf(voucher.id)).toBe(10)
    expect(await usedOf(other.id)).toBe(10)
    expect(await db.$count(voucherUses, eq(voucherUses.voucherId, voucher.id))).toBe(10)
  })

  it('gives each back once, however often and at once it is released', async () => {
    const voucher = await aVoucher(db, { maxUses: 2 })
    const [one, two] = [await aDraft(db), await aDraft(db)]
    await use(one.id, voucher.id)
    await use(two.id, voucher.id)

    // The first of them dies before its transaction ends.
    await db
      .transaction(async (tx) => {
        await releaseVouchers(tx, one.id)
        throw new Error('killed')
      })
      .catch(() => undefined)
    expect(await usedOf(voucher.id)).toBe(2)
    await Promise.all(
      Array.from({ length: 8 }, () => db.transaction((tx) => releaseVouchers(tx, one.id))),
    )

    expect(await usedOf(voucher.id)).toBe(1)
  })

  it('gives an order exactly the vouchers that it asks for last', async () => {
    const [first, second] = [await aVoucher(db, { maxUses: 1 }), await aVoucher(db)]
    const { id } = await aDraft(db)
    await use(id, first.id)
    await use(id, first.id)
    expect(await usedOf(first.id)).toBe(1)

    await use(id, second.id)
    expect([await usedOf(first.id), await usedOf(second.id)]).toEqual([0, 1])

    await use(id, first.id)
    expect([await usedOf(first.id), await usedOf(second.id)]).toEqual([1, 0])
  })

  it('counts a person by name and by address, and takes nothing when they had theirs', async () => {
    const voucher = await aVoucher(db, { maxPerPerson: 1, code: 'ONE-EACH' })
    const other = await aVoucher(db)
    const { id: personId } = await aPerson(db)
    await use((await aDraft(db)).id, voucher.id, { personId, email: 'Ada@rose-ash.example' })

    const again = await aDraft(db)
    const uses = [voucher, other].map(({ id }) => ({ voucherId: id, discountMinor: 1 }))
    const asking = db.transaction((tx) =>
      useVouchers(tx, { personId: null, email: 'ada@rose-ash.example', orderId: again.id, uses }),
    )

    await expect(asking).rejects.toThrow(
      '“ONE-EACH”: You used this voucher before, as often as one person can.',
    )
    expect([await usedOf(voucher.id), await usedOf(other.id)]).toEqual([1, 0])
  })

  it('lets one of many orders of the same person at once have theirs', async () => {
    const voucher = await aVoucher(db, { maxPerPerson: 1 })
    const drafts = await Promise.all(Array.from({ length: 8 }, () => aDraft(db)))

    const outcomes = await Promise.allSettled(
      drafts.map(({ id }) => use(id, voucher.id, { email: 'bo@rose-ash.example' })),
    )

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await usedOf(voucher.id)).toBe(1)
  })

  it('asks again when a guest says who they are', async () => {
    const voucher = await aVoucher(db, { maxPerPerson: 1 })
    const [one, two] = [await aDraft(db), await aDraft(db)]
    await use(one.id, voucher.id)
    await use(two.id, voucher.id)
    const name = (orderId: string, email: string) =>
      db.transaction((tx) => renameUses(tx, { orderId, email }))

    await name(one.id, 'cy@rose-ash.example')
    await expect(name(two.id, 'CY@rose-ash.example')).rejects.toThrow(VoucherGone)
    await name(two.id, 'di@rose-ash.example')

    const rows = await db.select().from(voucherUses).where(eq(voucherUses.voucherId, voucher.id))
    expect(new Set(rows.map(({ email }) => email))).toEqual(
      new Set(['cy@rose-ash.example', 'di@rose-ash.example']),
    )
  })

  it('says when one was switched off meanwhile, and leaves out what takes nothing off', async () => {
    const off = await aVoucher(db, { active: false })
    const { id } = await aDraft(db)

    await expect(use(id, off.id)).rejects.toMatchObject({ problem: 'over', voucherCode: off.code })
    await useVouchers(db, {
      ...nobody,
      orderId: id,
      uses: [{ voucherId: off.id, discountMinor: 0 }],
    })

    expect(await usedOf(off.id)).toBe(0)
  })
})

describe('codes in a basket', () => {
  it('are put in once, five at most, and taken out', async () => {
    const owner = { visitorId: randomUUID() }
    const codes = async () => {
      const [row] = await db.select().from(baskets).where(eq(baskets.visitorId, owner.visitorId))
      return row?.voucherCodes
    }
    const given = await Promise.all(Array.from({ length: 6 }, () => aVoucher(db)))
    const [first, ...others] = given.map(({ code }) => code)
    if (!first) throw new Error('there are six')

    await addVoucherCode(db, { owner, code: ` ${first.toLowerCase()}` })
    await addVoucherCode(db, { owner, code: first })
    expect(await codes()).toEqual([first])

    for (const code of others.slice(0, 4)) await addVoucherCode(db, { owner, code })
    await expect(addVoucherCode(db, { owner, code: others[4] ?? '' })).rejects.toThrow(
      TooManyVouchers,
    )
    await expect(addVoucherCode(db, { owner, code: 'never' })).rejects.toThrow(
      '“never”: We know no such voucher. Look at how it is written.',
    )

    await removeVoucherCode(db, { owner, code: first.toLowerCase() })
    expect(await codes()).toEqual(others.slice(0, 4))
  })
})
