import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { aSlot, aTicketType, testDatabase } from '@rose-ash/shared/testing'
import { buyersOf } from '../testing/buyers.ts'
import { startShop } from '../testing/start-shop.ts'
import { addVoucherCode } from './basket-codes.ts'
import { aVoucher } from './testing/an-order.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, begin, place, put } = buyersOf(db, shop)

it('gives one place in whatever slot of a resource for nothing, and nothing off others', async () => {
  const [oven, kiln] = [await aSlot(db), await aSlot(db, { priceMinor: 3_000 })]
  const supper = await aTicketType(db)
  const terms = { kind: 'free_item', basisPoints: null, itemKind: 'booking' } as const
  const voucher = await aVoucher(db, { ...terms, itemId: oven.resource.id })
  const { owner } = await aBuyer()
  await put(owner, 'booking', oven.id, 1)
  await put(owner, 'booking', kiln.id, 1)
  await put(owner, 'ticket', supper.id, 1)
  await addVoucherCode(db, { owner, code: voucher.code })

  const draft = await begin(owner)
  const order = await place(draft, owner, { totalMinor: 3_000 + 1_800 })

  expect(order).toMatchObject({ itemsMinor: 6_000, discountMinor: 1_200, totalMinor: 4_800 })
  const lines = await db.select().from(orderLines).where(eq(orderLines.orderId, order.id))
  expect(lines.map(({ itemId, discountMinor }) => [itemId, discountMinor])).toEqual(
    expect.arrayContaining([
      [oven.id, 1_200],
      [kiln.id, 0],
      [supper.id, 0],
    ]),
  )
})

it('takes a percent off every slot of a resource, and is not used where there is none of it', async () => {
  const [oven, kiln] = [await aSlot(db), await aSlot(db)]
  const half = { basisPoints: 5_000, itemKind: 'booking', itemId: oven.resource.id } as const
  const voucher = await aVoucher(db, half)
  const [first, second] = [await aBuyer(), await aBuyer()]
  await put(first.owner, 'booking', oven.id, 1)
  await put(second.owner, 'booking', kiln.id, 1)
  for (const { owner } of [first, second]) await addVoucherCode(db, { owner, code: voucher.code })

  const drafts = [await begin(first.owner), await begin(second.owner)]

  expect(drafts.map(({ totalMinor }) => totalMinor)).toEqual([600, 1_200])
})
