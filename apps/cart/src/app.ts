import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { accountingFeatures } from './accounting/index.ts'
import { accountingCrontab, accountingTasks } from './accounting/tasks.ts'
import { basketRoutes } from './basket/routes.ts'
import { voucherCodeRoutes } from './basket/voucher-code-routes.ts'
import { checkoutRoutes } from './checkout/routes.ts'
import { creditRoutes } from './credit/routes.ts'
import { orderDeskFeatures } from './desk/index.ts'
import { balance } from './fragments/balance.ts'
import { cartMini } from './fragments/cart-mini.ts'
import { give } from './fragments/give.ts'
import { orderSummary } from './fragments/order-summary.ts'
import { invoiceRoutes } from './invoices/routes.ts'
import { merchantFeatures } from './merchants/index.ts'
import { payingRoutes } from './orders/paying-routes.ts'
import { orderRoutes } from './orders/routes.ts'
import { mailOrder } from './orders/mail-order.ts'
import { tellSellers } from './orders/tell-sellers.ts'
import { providerCrontab, providerTasks } from './payments/payouts/tasks.ts'
import { webhookRoutes } from './payments/routes.ts'
import { cartTasks, crontab } from './payments/tasks.ts'
import { cardRoutes } from './payments/widget/routes.ts'
import { shopPlugin } from './shop.ts'
import { voucherListRoutes, voucherRoutes } from './vouchers/desk/routes.ts'
import { voucherLinkRoutes } from './vouchers/routes.ts'

/** The cart: baskets, checkout, orders and payments. */
export function createCart(config: Config): Promise<FastifyInstance> {
  return createApp(config, {
    views: new URL('views/', import.meta.url),
    features: [
      shopPlugin,
      basketRoutes,
      voucherCodeRoutes,
      checkoutRoutes,
      creditRoutes,
      orderRoutes,
      payingRoutes,
      cardRoutes,
      webhookRoutes,
      invoiceRoutes,
      voucherListRoutes,
      voucherRoutes,
      voucherLinkRoutes,
      ...merchantFeatures,
      ...accountingFeatures,
      ...orderDeskFeatures,
      cartMini,
      orderSummary,
      balance,
      give,
    ],
    handlers: (app) => ({
      'cart.send-receipt': mailOrder(app, 'receipt'),
      'cart.tell-refund': mailOrder(app, 'refund'),
      'cart.tell-sellers': tellSellers(app),
      'cart.tell-packed': mailOrder(app, 'packed'),
    }),
    tasks: (app) => ({ ...cartTasks(app), ...providerTasks(app), ...accountingTasks(app) }),
    crontab: crontab + providerCrontab + accountingCrontab,
  })
}
