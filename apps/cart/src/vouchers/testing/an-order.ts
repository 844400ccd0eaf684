import { randomUUID } from 'node:crypto'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { vouchers } from '@rose-ash/shared/db/models/cart-terms'
import { theCooperative } from '../../testing/merchants.ts'

/** An order that is being checked out, with nothing in it. */
export async function aDraft(
  db: Db,
  values: Partial<typeof orders.$inferInsert> = {},
): Promise<typeof orders.$inferSelect> {
  const [order] = await db
    .insert(orders)
    .values({
      requestKey: randomUUID(),
      accessKey: randomUUID(),
      merchantId: await theCooperative(db),
      currency: 'GBP',
      itemsMinor: 0,
      totalMinor: 0,
      heldUntil: new Date(Date.now() + 900_000),
      ...values,
    })
    .returning()
  if (!order) throw new Error('an insert answers its row')
  return order
}

/** A voucher for a tenth off everything. */
export async function aVoucher(
  db: Db,
  values: Partial<typeof vouchers.$inferInsert> = {},
): Promise<typeof vouchers.$inferSelect> {
  const code = `V-${randomUUID().slice(0, 8)}`
  const [voucher] = await db
    .insert(vouchers)
    .values({ code, title: 'A tenth off', kind: 'percent', basisPoints: 1000, ...values })
    .returning()
  if (!voucher) throw new Error('an insert answers its row')
  return voucher
}
