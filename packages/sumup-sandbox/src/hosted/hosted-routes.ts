import formbody from '@fastify/formbody'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import { findCard } from '../state/cards.ts'
import { statusOf } from '../state/records.ts'
import type { Checkout } from '../state/records.ts'
import { attemptPayment, isPayable } from './attempt-payment.ts'
import { sendPage } from './layout.ts'
import type { Page } from './layout.ts'
import * as pages from './pages.ts'

const url = '/pay/c-:checkoutId'
const params = z.object({ checkoutId: z.string() })
const card = z.object({ card: z.string().catch('') })
const payment = z.object({
  card_number: z.string().catch(''),
  action: z.enum(['pay', 'decline', 'abandon']).catch('abandon'),
})
const challenge = z.object({
  card_number: z.string().catch(''),
  action: z.enum(['confirm', 'refuse']).catch('refuse'),
})

/** `/pay/…`: the page where the buyer pays. It asks for no key: who has the link may pay. */
export function hostedRoutes(sandbox: Sandbox): FastifyPluginAsync {
  const find = (input: unknown) => {
    const checkout = sandbox.store.checkout(params.parse(input).checkoutId)
    return checkout?.hostedUrl === undefined ? undefined : checkout
  }
  const current = (checkout: Checkout | undefined, open: (checkout: Checkout) => Page) => {
    if (checkout === undefined) return pages.notFoundPage()
    if (statusOf(checkout, sandbox.now()) === 'PAID') return pages.paidPage(checkout)
    return isPayable(checkout, sandbox.now()) ? open(checkout) : pages.expiredPage(checkout)
  }

  return async (app) => {
    await app.register(formbody)

    app.get(url, (request, reply) =>
      sendPage(reply, current(find(request.params), pages.paymentPage)),
    )

    app.get(`${url}/left`, (request, reply) =>
      sendPage(reply, current(find(request.params), pages.abandonedPage)),
    )

    app.get(`${url}/challenge`, (request, reply) => {
      const asked = findCard(card.parse(request.query).card)
      const open = (checkout: Checkout) =>
        asked ? pages.challengePage(checkout, asked) : pages.paymentPage(checkout)
      return sendPage(reply, current(find(request.params), open))
    })

    app.post(url, { config: { sumupOperation: 'pay' } }, (request, reply) => {
      const checkout = find(request.params)
      if (checkout === undefined) return sendPage(reply, pages.notFoundPage())
      const { card_number: cardNumber, action } = payment.parse(request.body ?? {})
      const path = pages.pathOf(checkout)
      if (action === 'abandon') return reply.redirect(`${path}/left`, 303)
      const chosen = findCard(cardNumber)
      if (chosen === undefined) {
        const open = () => pages.paymentPage(checkout, { cardNumber })
        return sendPage(reply, current(checkout, open))
      }
      if (action === 'pay' && chosen.outcome === 'challenge') {
        return reply.redirect(`${path}/challenge?card=${chosen.number}`, 303)
      }
      attemptPayment(sandbox, checkout, { card: chosen, approve: action === 'pay' })
      return reply.redirect(path, 303)
    })

    app.post(`${url}/challenge`, { config: { sumupOperation: 'pay' } }, (request, reply) => {
      const checkout = find(request.params)
      if (checkout === undefined) return sendPage(reply, pages.notFoundPage())
      const { card_number: cardNumber, action } = challenge.parse(request.body ?? {})
      const chosen = findCard(cardNumber)
      if (chosen) attemptPayment(sandbox, checkout, { card: chosen, approve: action === 'confirm' })
      return reply.redirect(pages.pathOf(checkout), 303)
    })
  }
}
