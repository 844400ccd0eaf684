import type { FastifyInstance } from 'fastify'
import { eq } from 'drizzle-orm'
import type { Handler } from '@rose-ash/shared/activitypub'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { queueMail } from '@rose-ash/shared/mail'
import { money, type Money } from '@rose-ash/shared/money'
import { balanceOf } from '../ledger/members.ts'
import type { Order } from './change-state.ts'
import { orderView } from './order-view.ts'

type OrderMail = 'receipt' | 'refund' | 'packed'

/** Mails the buyer what was paid and where the tickets and bookings are, that money went back, or that it is packed. */
export function mailOrder(app: FastifyInstance, template: OrderMail): Handler {
  return async (tx, activity) => {
    const { pathname, hash } = new URL(activity.objectUri)
    const orderId = pathname.split('/').at(-1) ?? ''
    const partId = hash.replace(/^#(refund|handover)-/, '')
    await queueOrderMail(tx, app, { template, orderId, partId, key: partId || orderId })
  }
}

export interface OrderMailing {
  template: OrderMail
  orderId: string
  /** The refund or handover it is about; empty for the whole order. */
  partId: string
  /** With the template, names the mail once and for all. */
  key: string
}

/** Has a mail about an order sent to its buyer when the caller's transaction commits. */
export async function queueOrderMail(
  tx: Db,
  { services, views, appConfig }: Pick<FastifyInstance, 'services' | 'views' | 'appConfig'>,
  { template, orderId, partId, key }: OrderMailing,
): Promise<void> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId))
  if (!order) throw new Error(`there is no order ${orderId}`)
  const view = await orderView(tx, services, order)
  const data = {
    order: view,
    refund: view.refunds.find(({ id }) => id === partId),
    handover: view.handovers.find(({ id }) => id === partId),
    href: `${appConfig.origins.cart}/orders/${order.id}?key=${order.accessKey}`,
    balance: await creditOf(tx, order),
    accountHref: appConfig.origins.account,
  }
  await queueMail(tx, {
    key: `${template}-${key}`,
    to: order.email,
    subject: `${appConfig.cooperative.name}: your order ${order.number}`,
    html: views.render(`mail/${template}.html.njk`, data),
    text: views.render(`mail/${template}.txt.njk`, data),
  })
}

/** What is on the balance of somebody who paid credit in; undefined for nothing, and for other orders. */
async function creditOf(tx: Db, { kind, personId, currency }: Order): Promise<Money | undefined> {
  if (kind !== 'credit' || personId === null) return undefined
  const balance = -(await balanceOf(tx, personId, currency))
  return balance > 0 ? money(balance, currency) : undefined
}
