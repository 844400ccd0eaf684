import type { FastifyInstance } from 'fastify'
import { eq } from 'drizzle-orm'
import type { Handler } from '@rose-ash/shared/activitypub'
import { orders } from '@rose-ash/shared/db/models/cart'
import { queueMail } from '@rose-ash/shared/mail'
import { orderView } from './order-view.ts'

/** Mails the buyer what was paid and where the tickets are, or that the money went back. */
export function mailOrder(app: FastifyInstance, template: 'receipt' | 'refund'): Handler {
  const { services, views, appConfig } = app
  return async (tx, activity) => {
    const { pathname, hash } = new URL(activity.objectUri)
    const orderId = pathname.split('/').at(-1) ?? ''
    const refundId = hash.slice('#refund-'.length)
    const [order] = await tx.select().from(orders).where(eq(orders.id, orderId))
    if (!order) throw new Error(`there is no order ${orderId}`)
    const view = await orderView(tx, services, order)
    const data = {
      order: view,
      refund: view.refunds.find(({ id }) => id === refundId),
      href: `${appConfig.origins.cart}/orders/${order.id}?key=${order.accessKey}`,
      accountHref: appConfig.origins.account,
    }
    await queueMail(tx, {
      key: refundId ? `${template}-${refundId}` : `${template}-${order.id}`,
      to: order.email,
      subject: `${appConfig.cooperative.name}: your order ${order.number}`,
      html: views.render(`mail/${template}.html.njk`, data),
      text: views.render(`mail/${template}.txt.njk`, data),
    })
  }
}
