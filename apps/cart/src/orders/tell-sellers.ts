import type { FastifyInstance } from 'fastify'
import { eq } from 'drizzle-orm'
import type { Handler } from '@rose-ash/shared/activitypub'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import { queueMail } from '@rose-ash/shared/mail'
import { money } from '@rose-ash/shared/money'

/**
 * Mails those who sell that an order was paid too late and its money went back by itself: the managers of
 * its pages, or the cooperative where there is none. Of other refunds they know, as they made them.
 */
export function tellSellers(app: FastifyInstance): Handler {
  return async (tx, activity) => {
    const { hash } = new URL(activity.objectUri)
    const refundId = hash.replace(/^#refund-/, '')
    const [late] = await tx
      .select({ refund: refunds, order: orders })
      .from(refunds)
      .innerJoin(orders, eq(orders.id, refunds.orderId))
      .where(eq(refunds.id, refundId))
    if (late?.refund.reason !== 'late') return
    const { refund, order } = late
    const data = {
      order,
      amount: money(refund.amountMinor, refund.currency),
      href: `${app.appConfig.origins.cart}/desk/orders/${order.id}`,
    }
    for (const { id, email } of await sellersOf(tx, app, order.id)) {
      await queueMail(tx, {
        key: `late-${refundId}-${id}`,
        to: email,
        subject: `${app.appConfig.cooperative.name}: order ${order.number} was paid too late`,
        html: app.views.render('mail/late.html.njk', data),
        text: app.views.render('mail/late.txt.njk', data),
      })
    }
  }
}

async function sellersOf(
  tx: Db,
  { services, appConfig }: FastifyInstance,
  orderId: string,
): Promise<{ id: string; email: string }[]> {
  const pages = await tx
    .selectDistinct({ pageId: orderLines.pageId })
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
  const managers = new Set<string>()
  for (const { pageId } of pages)
    for (const id of await services.blog.managersOf(tx, pageId)) managers.add(id)
  if (managers.size === 0) return [{ id: 'cooperative', email: appConfig.cooperative.email }]
  return Promise.all([...managers].map((id) => services.account.person(tx, id)))
}
