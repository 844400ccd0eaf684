import { and, isNotNull, lte, sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
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
* * * * * expire-orders`

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
    'expire-orders': () =>
      expireOrders(db, shop, (orderId, error) =>
        log.warn({ err: error, orderId }, 'cannot end this order yet'),
      ),
  }
}
