import { and, eq, isNotNull, lte, sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { addJob, type TaskList } from '@rose-ash/shared/jobs'
import { z } from 'zod'
import { expireOrders } from '../orders/give-up-order.ts'
import { queueRefund } from '../refunds/ask-refund.ts'
import { sendRefund } from '../refunds/send-refund.ts'
import { settlePayment } from './settle-payment.ts'

const Payload = z.object({ paymentId: z.uuid() })
const RefundPayload = z.object({ refundId: z.uuid() })

/** Every minute: ask about open payments that neither webhook nor return has settled, end what is over. */
export const crontab = `
* * * * * check-payments
* * * * * expire-orders
*/5 * * * * send-refunds`

/** The cart's background work. */
export function cartTasks({ db, log, shop }: FastifyInstance): TaskList {
  return {
    'settle-payment': (payload) => settlePayment(db, shop, Payload.parse(payload).paymentId),
    'send-refund': (payload) => sendRefund(db, shop, RefundPayload.parse(payload).refundId),
    async 'check-payments'() {
      const due = await db
        .select({ id: payments.id })
        .from(payments)
        .where(and(isNotNull(payments.checkAt), lte(payments.checkAt, sql`now()`)))
        .limit(500)
      for (const { id: paymentId } of due) {
        await addJob(db, {
          task: 'settle-payment',
          key: `settle-${paymentId}`,
          payload: { paymentId },
        })
      }
    },
    /** Those whose job was lost: a queue that gave up, a database that was brought back. */
    async 'send-refunds'() {
      const asked = await db
        .select({ id: refunds.id })
        .from(refunds)
        .where(and(eq(refunds.state, 'asked'), eq(refunds.method, 'provider')))
        .orderBy(refunds.id)
        .limit(500)
      for (const { id } of asked) await queueRefund(db, id)
    },
    'expire-orders': () =>
      expireOrders(db, shop, (orderId, error) =>
        log.warn({ err: error, orderId }, 'cannot end this order yet'),
      ),
  }
}
