import type { Db } from '@rose-ash/shared/db'
import type { refundMethods, refundReasons } from '@rose-ash/shared/db/models/cart-payments'
import { Forbidden } from '@rose-ash/shared/errors'
import { orderTags } from '../../orders/order-tags.ts'
import { refundOrder, type WantedRefund } from '../../refunds/refund-order.ts'
import type { Shop } from '../../shop.ts'
import { checkWhole, type Clerk, orderFor } from '../clerk.ts'

export interface DeskRefund {
  orderId: string
  requestKey: string
  /** Undefined for all that is left of the order. */
  lines: WantedRefund[] | undefined
  reason: (typeof refundReasons)[number]
  message: string
  method: (typeof refundMethods)[number]
}

/**
 * A clerk gives money back: for what their pages sold, or, where all of the order is theirs, for the
 * whole of it.
 *
 * @throws {NotFound} @throws {Forbidden} for what others sold.
 * @throws {NotRefundable} @throws {NothingToRefund} @throws {AlreadyRefunded}
 */
export async function refundAtDesk(
  db: Db,
  shop: Shop,
  { clerk, refund }: { clerk: Clerk; refund: DeskRefund },
): Promise<void> {
  const found = await orderFor(db, clerk, refund.orderId)
  if (refund.lines === undefined) checkWhole(found)
  const isTheirs = (lineId: string) => found.lines.some(({ id }) => id === lineId)
  if (refund.lines?.some(({ lineId }) => !isTheirs(lineId)))
    throw new Forbidden('Others sell this. An administrator sees to its money.')
  await refundOrder(db, shop, { ...refund, personId: clerk.personId })
  await shop.purge(await orderTags(db, refund.orderId))
}
