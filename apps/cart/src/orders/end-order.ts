import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { type BasketOwner, ensureBasket } from '@rose-ash/shared/services/cart/baskets'
import { releaseHolds } from '@rose-ash/shared/services/holds'
import { changeState, type Order } from './change-state.ts'

/**
 * Ends an order that nobody paid: what it held is free again, and its things lie in the buyer's
 * basket as before. The caller has locked the order.
 */
export async function endOrder(
  tx: Db,
  order: Order,
  to: 'cancelled' | 'expired',
  reason: string,
): Promise<void> {
  await changeState(tx, order, to, reason)
  await releaseHolds(tx, order.id, to === 'expired' ? 'expired' : 'released')
  const owner = ownerOf(order)
  if (owner) await putBack(tx, order.id, await ensureBasket(tx, owner))
}

function ownerOf({ personId, visitorId }: Order): BasketOwner | undefined {
  if (personId) return { personId }
  return visitorId ? { visitorId } : undefined
}

async function putBack(tx: Db, orderId: string, basketId: string): Promise<void> {
  await tx.execute(sql`
    insert into cart.basket_lines as line (id, basket_id, kind, item_id, quantity)
    select id, ${basketId}, kind, item_id, quantity from cart.order_lines
    where order_id = ${orderId}
    on conflict (basket_id, kind, item_id) do update
    set quantity = least(99, line.quantity + excluded.quantity)`)
}
