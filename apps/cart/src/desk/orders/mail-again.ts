import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { NotFound } from '@rose-ash/shared/errors'
import { type OrderMailing, queueOrderMail } from '../../orders/mail-order.ts'
import { type Clerk, type ClerkOrder, orderFor, runs } from '../clerk.ts'
import { refundsOf } from './order-money.ts'

/** Which of an order's mails: of a refund or a handover the one with this id. */
export type MailAgain = Pick<OrderMailing, 'template' | 'orderId' | 'partId'>

/**
 * Sends a buyer once more what they were told: the receipt, that money went back, or that it is packed.
 *
 * @throws {NotFound} for what they were never told, and for what other pages sell.
 */
export async function mailAgain(
  app: FastifyInstance,
  clerk: Clerk,
  { template, orderId, partId }: MailAgain,
): Promise<void> {
  const found = await orderFor(app.db, clerk, orderId)
  if (!(await was[template](app.db, { clerk, found, partId }))) throw new NotFound('mail')
  // Its own key: a copy that bears the first one's Message-ID may be thrown away on the way.
  const key = `${partId || orderId}-${randomUUID()}`
  await queueOrderMail(app.db, app, { template, orderId, partId, key })
}

interface Told {
  clerk: Clerk
  found: ClerkOrder
  partId: string
}

/** Whether the buyer was told that, and by whom it is to be told again. */
const was: Record<MailAgain['template'], (db: Db, told: Told) => Promise<boolean>> = {
  receipt: async (_db, { found }) => found.order.paidAt !== null,
  async refund(db, { found, partId }) {
    const own = await refundsOf(db, found)
    return own.some(({ id, state }) => id === partId && state === 'done')
  },
  async packed(db, { clerk, found, partId }) {
    const here = and(eq(handovers.id, partId), eq(handovers.orderId, found.order.id))
    const [handover] = await db.select().from(handovers).where(here)
    return handover !== undefined && handover.packedAt !== null && runs(clerk, handover.pageId)
  },
}
