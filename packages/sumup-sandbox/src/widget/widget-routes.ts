import formbody from '@fastify/formbody'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { z } from 'zod'

import { attemptPayment, isPayable } from '../hosted/attempt-payment.ts'
import { html } from '../hosted/html.ts'
import type { Html } from '../hosted/html.ts'
import type { Sandbox } from '../sandbox.ts'
import { findCard } from '../state/cards.ts'
import { formatAmount } from '../state/currencies.ts'
import { chargeOf } from '../state/records.ts'
import type { Checkout } from '../state/records.ts'
import { sendFrame } from './frame.ts'
import { sdk } from './sdk.ts'

const url = '/widget/c-:checkoutId'
const params = z.object({ checkoutId: z.string() })
const form = z.object({
  card_number: z.string().catch(''),
  action: z.enum(['pay', 'confirm', 'refuse']).catch('pay'),
})

/** `/widget/…`: the card form that a shop shows in its own page. Who knows the checkout may pay. */
export function widgetRoutes(sandbox: Sandbox): FastifyPluginAsync {
  const find = (input: unknown) => sandbox.store.checkout(params.parse(input).checkoutId)

  return async (app) => {
    await app.register(formbody)

    app.get('/widget/sdk.js', (_request, reply) =>
      reply
        .header('cross-origin-resource-policy', 'cross-origin')
        .type('text/javascript; charset=utf-8')
        .send(sdk),
    )

    app.get(url, (request, reply) => {
      const checkout = find(request.params)
      if (!checkout || !isPayable(checkout, sandbox.now())) return sendOver(reply, checkout)
      return sendFrame(reply, { type: 'load', body: {} }, cardForm(checkout))
    })

    app.post(url, { config: { sumupOperation: 'pay' } }, (request, reply) => {
      const checkout = find(request.params)
      if (!checkout || !isPayable(checkout, sandbox.now())) return sendOver(reply, checkout)
      const { card_number: cardNumber, action } = form.parse(request.body ?? {})
      const card = findCard(cardNumber)
      if (!card) {
        const body = { error_code: 'INVALID', message: 'Validation error', param: 'card' }
        const again = cardForm(checkout, 'The sandbox knows only test cards.')
        return sendFrame(reply, { type: 'invalid', body }, again)
      }
      if (action === 'pay' && card.outcome === 'challenge') {
        return sendFrame(reply, { type: 'auth-screen', body: {} }, challenge(card.number))
      }
      attemptPayment(sandbox, checkout, { card, approve: action !== 'refuse' })
      if (chargeOf(checkout)) return sendOver(reply, checkout)
      const failure = checkout.attempts.at(-1)?.refusal
      return sendFrame(reply, { type: 'fail', body: bodyOf(checkout) }, cardForm(checkout, failure))
    })
  }
}

/** Paid, expired, or never there. */
function sendOver(reply: FastifyReply, checkout: Checkout | undefined): FastifyReply {
  if (checkout && chargeOf(checkout)) {
    const done = html`<h1 class="done">Payment successful</h1>`
    return sendFrame(reply, { type: 'success', body: bodyOf(checkout) }, done)
  }
  const body = { error_code: 'NOT_FOUND', message: 'Resource not found' }
  const over = html`<h1>This payment is over</h1>
    <p>Nothing was taken.</p>`
  return sendFrame(reply, { type: 'error', body }, over)
}

function bodyOf(checkout: Checkout): object {
  const charge = chargeOf(checkout)
  return {
    id: checkout.id,
    checkout_reference: checkout.reference,
    status: charge ? 'PAID' : 'FAILED',
    ...(charge && { transaction_id: charge.id, transaction_code: charge.code }),
  }
}

function cardForm(checkout: Checkout, problem?: string): Html {
  return html`${problem && html`<p class="alert" role="alert"><strong>${problem}</strong></p>`}
    <form method="post">
      <label for="card">Card number</label>
      <p class="hint" id="card-hint">Sandbox: one of SumUp’s test cards, never a real one.</p>
      <input
        id="card"
        name="card_number"
        value="4200 0000 0000 0091"
        inputmode="numeric"
        autocomplete="off"
        required
        aria-describedby="card-hint"
      />
      <div class="buttons">
        <button class="primary" name="action" value="pay">
          Pay ${formatAmount(checkout.amount, checkout.currency)}
        </button>
      </div>
    </form>`
}

function challenge(cardNumber: string): Html {
  return html`<h1>Your bank asks: is it you?</h1>
    <form method="post">
      <input type="hidden" name="card_number" value="${cardNumber}" />
      <div class="buttons">
        <button class="primary" name="action" value="confirm">Yes, pay</button>
        <button name="action" value="refuse">No, refuse</button>
      </div>
    </form>`
}
