import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import type { SandboxMerchant } from '../sandbox-options.ts'
import { statusOf } from '../state/records.ts'
import type { Checkout } from '../state/records.ts'
import { checkoutProcessed, notFound } from './api-errors.ts'
import { createBody, updateBody } from './checkout-input.ts'
import { checkoutView } from './checkout-view.ts'
import { createCheckout } from './create-checkout.ts'
import { updateCheckout } from './update-checkout.ts'
import { parse } from './parse.ts'

const url = '/v0.1/checkouts'
const oneUrl = '/v0.1/checkouts/:checkoutId'
const listQuery = z.object({ checkout_reference: z.string().optional() })
const params = z.object({ checkoutId: z.string() })

/** `/v0.1/checkouts`: what a shop wants paid. */
export function checkoutRoutes(sandbox: Sandbox): FastifyPluginAsync {
  const view = (checkout: Checkout) => checkoutView(checkout, sandbox.now())
  const asked = (request: FastifyRequest) => {
    const merchant = sandbox.merchantOf(request)
    const { checkoutId } = parse(params, request.params)
    const checkout = sandbox.store.checkout(checkoutId)
    if (checkout?.merchant.code !== merchant.code) throw notFound()
    return checkout
  }

  return async (app) => {
    app.post(url, { config: { sumupOperation: 'create' } }, (request, reply) => {
      const merchant = sandbox.merchantOf(request)
      const body = parse(createBody, request.body)
      const checkout = createCheckout(sandbox, merchant, body, sandbox.publicUrl(request))
      return reply.code(201).send(view(checkout))
    })

    app.get(url, { config: { sumupOperation: 'list' } }, (request, reply) => {
      const merchant = sandbox.merchantOf(request)
      const { checkout_reference: reference } = parse(listQuery, request.query)
      return reply.send(listCheckouts(sandbox, merchant, reference).map(view))
    })

    app.get(oneUrl, { config: { sumupOperation: 'get' } }, (request, reply) =>
      reply.send(view(asked(request))),
    )

    app.patch(oneUrl, { config: { sumupOperation: 'update' } }, (request, reply) => {
      const checkout = asked(request)
      updateCheckout(sandbox, checkout, parse(updateBody, request.body))
      return reply.send(view(checkout))
    })

    app.delete(oneUrl, { config: { sumupOperation: 'deactivate' } }, (request, reply) => {
      const checkout = asked(request)
      deactivateCheckout(sandbox, checkout)
      return reply.send(view(checkout))
    })
  }
}

function listCheckouts(
  { store }: Sandbox,
  merchant: SandboxMerchant,
  reference: string | undefined,
): Checkout[] {
  if (reference === undefined) return store.checkoutsOf(merchant.code)
  const checkout = store.checkoutByReference(merchant.code, reference)
  return checkout?.reference === reference ? [checkout] : []
}

/** 409 means one thing here: it was paid meanwhile. */
function deactivateCheckout(sandbox: Sandbox, checkout: Checkout): void {
  if (statusOf(checkout, sandbox.now()) === 'PAID') throw checkoutProcessed()
  checkout.deactivated = true
  sandbox.noteChange(checkout)
}
