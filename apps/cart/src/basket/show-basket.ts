import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '@rose-ash/shared/errors'
import { basketPage } from './basket-page.ts'
import { basketOwner } from './owner.ts'

/** A voucher's code that was not taken, as it was typed, and why. */
export interface TriedCode {
  code: string
  problem: string
}

/** The basket's page. */
export function showBasket(
  { db, shop }: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  tried?: TriedCode,
) {
  return reply.page('basket.njk', {
    load: async () => ({
      page: { title: 'Your basket', app: 'cart' },
      ...(await basketPage(db, shop, basketOwner(request))),
      requestKey: randomUUID(),
      tried,
    }),
  })
}

/** The basket again, when a voucher is not taken. @throws what is no refusal. */
export function showRefusedCode(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { code, error }: { code: string; error: unknown },
) {
  if (!(error instanceof Refusal)) throw error
  return showBasket(app, request, reply.code(error.status), { code, problem: error.message })
}
