import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { basketOwner, ensureOwner } from '../basket/owner.ts'
import { addVoucherCode, removeVoucherCode } from './basket-codes.ts'

const config = { access: 'owner' as const }
const code = z.string().trim().min(1).max(60)
const params = z.object({ code })
/** Codes are guessed slowly, or not at all. */
const rateLimit = { max: 20, timeWindow: '1 minute' }

/** `/vouchers/:code`: the link that puts a voucher into the basket; `/vouchers`: a typed code. */
export const voucherCodeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  const link = { config: { ...config, rateLimit }, schema: { params } }
  app.get('/vouchers/:code', link, async (request, reply) => {
    const owner = ensureOwner(request, reply)
    await addVoucherCode(db, { owner, code: request.params.code })
    await cache.purge([basketTag(owner)])
    return reply.redirect('/', 303)
  })

  const typed = { config: { ...config, rateLimit }, schema: { body: z.object({ code }) } }
  app.post('/vouchers', typed, async (request, reply) => {
    const owner = ensureOwner(request, reply)
    await addVoucherCode(db, { owner, code: request.body.code })
    await cache.purge([basketTag(owner)])
    return reply.redirect('/', 303)
  })

  app.post('/vouchers/:code/removal', { config, schema: { params } }, async (request, reply) => {
    const owner = basketOwner(request)
    if (owner) {
      await removeVoucherCode(db, { owner, code: request.params.code })
      await cache.purge([basketTag(owner)])
    }
    return reply.redirect('/', 303)
  })
}
