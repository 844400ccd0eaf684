import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { baskets } from '@rose-ash/shared/db/models/cart'
import { vouchers } from '@rose-ash/shared/db/models/cart-terms'
import { aVariant, testDatabase } from '@rose-ash/shared/testing'
import { buyersOf } from '../testing/buyers.ts'
import { startShop } from '../testing/start-shop.ts'
import { addVoucherCode } from '../vouchers/basket-codes.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, endHoldOf, order, put, stateOf, sweep } = buyersOf(db, shop)

it('gives a buyer their voucher back with their things, for another try', async () => {
  const [voucher] = await db
    .insert(vouchers)
    .values({
      code: 'AUTUMN',
      title: 'A tenth off',
      kind: 'percent',
      basisPoints: 1000,
      maxUses: 1,
    })
    .returning()
  const loaf = await aVariant(db)
  const { owner } = await aBuyer()
  await put(owner, 'product', loaf.id, 1)
  await addVoucherCode(db, { owner, code: 'autumn' })
  const { id } = await order(owner, 252)
  expect(await codesOf(owner.personId)).toEqual([])
  await endHoldOf(id)

  await sweep()

  expect(await stateOf(id)).toBe('expired')
  expect((await codesOf(owner.personId)).map((code) => code.toLowerCase())).toEqual(['autumn'])
  const [row] = await db
    .select()
    .from(vouchers)
    .where(eq(vouchers.id, voucher?.id ?? ''))
  expect(row?.used).toBe(0)
  expect(await order(owner, 252)).toMatchObject({ state: 'awaiting_payment', totalMinor: 252 })
})

async function codesOf(personId: string): Promise<string[]> {
  const [row] = await db.select().from(baskets).where(eq(baskets.personId, personId))
  return row?.voucherCodes ?? []
}
