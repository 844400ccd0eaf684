import { expect, it } from 'vitest'
import { testDatabase } from '@rose-ash/shared/testing'
import { startShop } from '../../testing/start-shop.ts'
import { releaseVouchers } from '../release-vouchers.ts'
import { aDraft, aVoucher } from '../testing/an-order.ts'
import { useVouchers } from '../use-vouchers.ts'
import { vouchersFor } from './queries.ts'

const { db } = await testDatabase()
const { services } = await startShop()

it('lists what each voucher took off orders, without those that were given up', async () => {
  const [used, unused] = [await aVoucher(db), await aVoucher(db)]
  const take = async (discountMinor: number) => {
    const { id: orderId } = await aDraft(db)
    const uses = [{ voucherId: used.id, discountMinor }]
    await useVouchers(db, { personId: null, email: null, orderId, uses })
    return orderId
  }
  await take(260)
  await take(310)
  await releaseVouchers(db, await take(1000))

  const steward = { personId: '', isAdmin: true, pages: [] }
  const search = { q: '', limit: 10 }
  const listed = await vouchersFor(db, services, { steward, search, currency: 'GBP' })

  expect(listed.map(({ id, given }) => [id, given])).toEqual([
    [unused.id, { amount: 0, currency: 'GBP' }],
    [used.id, { amount: 570, currency: 'GBP' }],
  ])
})
