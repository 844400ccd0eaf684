import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { FastifyReply } from 'fastify'
import { thisRunner } from '@rose-ash/shared/app'
import { money } from '@rose-ash/shared/money'
import { z } from 'zod'
import { typedAmount } from '../accounting/amount.ts'
import { pageOf } from '../checkout/send-checkout.ts'
import { balanceOf } from '../ledger/members.ts'
import { type Slip, slipOf } from '../merchants/desk/slips.ts'
import type { Order } from '../orders/change-state.ts'
import { startPayment } from '../payments/start-payment.ts'
import { creditRoom, waitingCredit } from './credit-room.ts'
import { creditTerms } from './credit-terms.ts'
import { payIn } from './pay-in.ts'

const body = z.object({
  requestKey: z.uuid(),
  suggested: z.string().max(20).default(''),
  own: z.string().trim().max(40).default(''),
})
const config = { access: 'member' as const }

/** `/credit`: what a member has, and paying in online. */
export const creditRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop, appConfig } = app
  const { currency } = appConfig
  const Amount = typedAmount(currency)

  app.get('/credit', { config }, async (request, reply) => {
    const { personId } = await thisRunner(app, request)
    return show(reply, personId, {})
  })

  app.post('/credit', { config, schema: { body } }, async (request, reply) => {
    const { personId } = await thisRunner(app, request)
    const { requestKey, suggested, own } = request.body
    const name = request.session?.name ?? ''
    const email = request.session?.email ?? ''
    let order: Order | undefined
    const slip = await slipOf(async () => {
      const { own: amountMinor } = z.object({ own: Amount }).parse({ own: own || suggested })
      order = await payIn(db, shop, { personId, name, email, amountMinor, requestKey })
    })
    if (!order) return show(reply.code(slip?.status ?? 400), personId, { slip, form: request.body })
    try {
      return reply.redirect(await startPayment(db, shop, order.id), 303)
    } catch (error) {
      request.log.error({ err: error }, 'the payment provider does not open a checkout')
      return reply.redirect(`${pageOf(order)}&trouble=payment`, 303)
    }
  })

  function show(
    reply: FastifyReply,
    personId: string,
    again: { slip?: Slip | undefined; form?: z.infer<typeof body> },
  ) {
    return reply.page('credit/credit.njk', {
      load: async () => {
        const balance = -(await balanceOf(db, personId, currency))
        const waiting = await waitingCredit(db, personId)
        return {
          page: { title: 'Your credit', app: 'cart' },
          credit: balance > 0 ? money(balance, currency) : undefined,
          owed: balance < 0 ? money(-balance, currency) : undefined,
          terms: creditTerms(appConfig, await creditRoom(db, appConfig, personId)),
          waiting: waiting.map((order) => ({
            href: pageOf(order),
            total: money(order.totalMinor, order.currency),
            heldUntil: order.heldUntil,
          })),
          form: {},
          ...again,
          requestKey: randomUUID(),
        }
      },
    })
  }
}
