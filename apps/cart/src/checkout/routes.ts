import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { basketView } from '../basket/basket-view.ts'
import { basketOwner } from '../basket/owner.ts'
import { readBasket } from '../basket/queries.ts'
import { orderTags } from '../orders/order-tags.ts'
import { startPayment } from '../payments/start-payment.ts'
import { BasketEmpty } from './errors.ts'
import { holdMinutes, placeOrder } from './place-order.ts'

const order = z.object({
  request_key: z.uuid(),
  total: z.coerce.number().int().min(0),
  name: z.string().trim().min(1, 'tell us your name').max(120),
  email: z.email('an e-mail address such as name@example.org').max(254),
})
const config = { access: 'owner' as const }

/** `/checkout`: the one page before paying; `/orders`: sending it. */
export const checkoutRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, shop, appConfig } = app

  app.get('/checkout', { config }, async (request, reply) => {
    const basket = await readBasket(db, services, basketOwner(request))
    if (basket.lines.length === 0) return reply.redirect('/', 303)
    const view = basketView(basket, appConfig.origins)
    if (!view.orderable) return reply.redirect('/', 303)
    const { email = '', name = '' } = request.session ?? {}
    return reply.page('checkout.njk', {
      load: () => ({
        page: { title: 'Checkout', app: 'cart' },
        ...view,
        requestKey: randomUUID(),
        buyer: { email, name: name ?? '', signedIn: request.session !== null },
        holdMinutes,
      }),
    })
  })

  app.post('/orders', { config, schema: { body: order } }, async (request, reply) => {
    const owner = basketOwner(request)
    if (!owner) throw new BasketEmpty()
    const { request_key: requestKey, total, name, email } = request.body
    const placed = await placeOrder(db, shop, {
      owner,
      requestKey,
      name,
      email: request.session?.email ?? email,
      totalMinor: total,
    })
    await shop.purge([basketTag(owner), ...(await orderTags(db, placed.id))])
    const page = `/orders/${placed.id}?key=${placed.accessKey}`
    if (placed.state !== 'awaiting_payment') return reply.redirect(page, 303)
    try {
      return reply.redirect(await startPayment(db, shop, placed.id), 303)
    } catch (error) {
      request.log.error({ err: error }, 'the payment provider does not open a checkout')
      return reply.redirect(`${page}&trouble=payment`, 303)
    }
  })
}
