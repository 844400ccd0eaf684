import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { ensureOwner } from '../basket/owner.ts'
import { showRefusedCode } from '../basket/show-basket.ts'
import { addVoucherCode } from './basket-codes.ts'

const config = { access: 'owner' as const }
const params = z.object({ code: z.string().trim().min(1).max(60) })
/** Codes are guessed slowly, or not at all. */
const rateLimit = { max: 20, timeWindow: '1 minute' }

/** `/vouchers/:code`: the link that puts a voucher into the basket of whoever follows it. */
export const voucherLinkRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  const link = { config: { ...config, rateLimit }, schema: { params } }
  app.get('/vouchers/:code', link, async (request, reply) => {
    const owner = ensureOwner(request, reply)
    const { code } = request.params
    try {
      await addVoucherCode(db, { owner, code })
    } catch (error) {
      return showRefusedCode(app, request, reply, { code, error })
    }
    await cache.purge([basketTag(owner)])
    return reply.redirect('/', 303)
  })
}
