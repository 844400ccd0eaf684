import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { addVoucherCode, removeVoucherCode } from '../vouchers/basket-codes.ts'
import { basketOwner, ensureOwner } from './owner.ts'
import { showRefusedCode } from './show-basket.ts'

const code = z.object({ code: z.string().trim().min(1, 'type the code').max(40) })
// Nobody types so many, and guessing takes longer.
const config = { access: 'owner' as const, rateLimit: { max: 20, timeWindow: '1 minute' } }

/** `/voucher-codes`: what makes a basket cheaper. */
export const voucherCodeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app

  app.post('/voucher-codes', { config, schema: { body: code } }, async (request, reply) => {
    const owner = ensureOwner(request, reply)
    const { code } = request.body
    try {
      await addVoucherCode(db, { owner, code })
    } catch (error) {
      return showRefusedCode(app, request, reply, { code, error })
    }
    return reply.redirect('/', 303)
  })

  app.post('/voucher-codes/remove', { config, schema: { body: code } }, async (request, reply) => {
    const owner = basketOwner(request)
    if (owner) await removeVoucherCode(db, { owner, code: request.body.code })
    return reply.redirect('/', 303)
  })
}
