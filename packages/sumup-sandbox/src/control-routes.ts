import type { FastifyPluginAsync } from 'fastify'

import { behaviourSchema } from './failures/behaviour.ts'
import type { Sandbox } from './sandbox.ts'
import type { Refund, Transaction } from './state/records.ts'

/** `/_sandbox/…`: what no real SumUp has. For tests and for whoever develops against it. */
export function controlRoutes(sandbox: Sandbox): FastifyPluginAsync {
  return async (app) => {
    app.get('/_sandbox/behaviour', () => sandbox.behaviour.state)

    app.put('/_sandbox/behaviour', (request, reply) => {
      const wanted = behaviourSchema.safeParse(request.body)
      if (!wanted.success) return reply.code(400).send({ issues: wanted.error.issues })
      sandbox.behaviour.replace(wanted.data)
      return reply.send(wanted.data)
    })

    app.get('/_sandbox/charges', () => moneyMoved(sandbox))

    app.get('/_sandbox/webhooks', () => ({
      pending: sandbox.webhooks.pending,
      deliveries: sandbox.webhooks.deliveries,
    }))
  }
}

/** A sum in whole minor units that left or came back to a buyer's card. */
export interface Movement {
  transactionId: string
  checkoutId: string
  reference: string
  merchantCode: string
  currency: string
  amountMinor: number
  at: string
}

export interface MoneyMoved {
  charges: Movement[]
  refunds: Movement[]
}

/** Every charge and every refund there ever was, so that a test can add up every cent. */
function moneyMoved({ store }: Sandbox): MoneyMoved {
  const charged = store.transactions().filter(({ status }) => status === 'SUCCESSFUL')
  return {
    charges: charged.map((charge) => movement(charge, charge)),
    refunds: charged.flatMap((charge) => charge.refunds.map((refund) => movement(charge, refund))),
  }
}

function movement(charge: Transaction, { amount, at }: Transaction | Refund): Movement {
  return {
    transactionId: charge.id,
    checkoutId: charge.checkoutId,
    reference: charge.reference,
    merchantCode: charge.merchantCode,
    currency: charge.currency,
    amountMinor: amount,
    at: at.toISOString(),
  }
}
