import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'

/**
 * Gives an order's vouchers back, because it comes to nothing or all its money went back. Asked twice,
 * even at once, each is given back once.
 */
export async function releaseVouchers(tx: Db, orderId: string): Promise<void> {
  await tx.execute(sql`
    with locked as (
      select voucher.id from cart.vouchers voucher
      where voucher.id in (select voucher_id from cart.voucher_uses
        where order_id = ${orderId} and released_at is null)
      order by voucher.id for no key update),
    given as (
      update cart.voucher_uses one_use set released_at = now()
      from locked where one_use.voucher_id = locked.id
        and one_use.order_id = ${orderId} and one_use.released_at is null
      returning one_use.voucher_id)
    update cart.vouchers voucher set used = voucher.used - 1
    from given where voucher.id = given.voucher_id`)
}
