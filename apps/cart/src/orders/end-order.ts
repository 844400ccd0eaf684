import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { type BasketOwner, ensureBasket } from '@rose-ash/shared/services/cart/baskets'
import { releaseHolds, returnAllGoods } from '@rose-ash/shared/services/holds'
import { releaseCredit } from '../ledger/enter-credit.ts'
import { releaseVouchers } from '../vouchers/release-vouchers.ts'
import { changeState, type Order } from './change-state.ts'

/**
 * Ends an order that nobody paid: what it held is free again, vouchers and credit are the buyer's as
 * before, and its things lie in their basket. The caller has locked the order.
 */
export async function endOrder(
  tx: Db,
  order: Order,
  to: 'cancelled' | 'expired',
  reason: string,
): Promise<void> {
  await changeState(tx, order, { to, reason })
  const owner = ownerOf(order)
  if (owner) await putBack(tx, order.id, await ensureBasket(tx, owner))
  if (order.creditMinor > 0) await releaseCredit(tx, order.id)
  await releaseVouchers(tx, order.id)
  await releaseHolds(tx, order.id, to === 'expired' ? 'expired' : 'released')
  // What was to be paid at the pick-up was taken, not held.
  await returnAllGoods(tx, order.id)
}

function ownerOf({ personId, visitorId }: Order): BasketOwner | undefined {
  if (personId) return { personId }
  return visitorId ? { visitorId } : undefined
}

/** Things and the codes of vouchers, as many as a basket takes. */
async function putBack(tx: Db, orderId: string, basketId: string): Promise<void> {
  await tx.execute(sql`
    update cart.baskets set voucher_codes = (
      select coalesce(array_agg(code), '{}') from (
        select distinct on (lower(code)) code from (
          select unnest(voucher_codes) as code
          union all select voucher.code::text from cart.voucher_uses use
          join cart.vouchers voucher on voucher.id = use.voucher_id where use.order_id = ${orderId}
        ) both_places limit 5
      ) codes)
    where id = ${basketId}`)
  await tx.execute(sql`
    insert into cart.basket_lines as line
      (id, basket_id, kind, item_id, quantity, chosen_minor, note, created_at)
    select id, ${basketId}, kind, item_id, quantity,
      case when suggested_minor is not null or kind = 'donation' then unit_minor end, note,
      now() + row_number() over (order by id) * interval '1 microsecond'
    from cart.order_lines where order_id = ${orderId}
    on conflict (basket_id, kind, item_id) do update
    set quantity = case when line.kind = 'donation' then 1
      else least(99, line.quantity + excluded.quantity) end, saved_at = null`)
}
