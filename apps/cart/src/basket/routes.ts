import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { ItemKind } from '@rose-ash/shared/contracts/offers'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { addItem } from './add-item.ts'
import { basketView } from './basket-view.ts'
import { changeQuantity } from './change-quantity.ts'
import { basketOwner, ensureOwner } from './owner.ts'
import { countBasket, readBasket } from './queries.ts'

const item = z.object({
  kind: ItemKind,
  id: z.uuid(),
  quantity: z.coerce.number().int().min(1).max(99).default(1),
  return_to: z.string().max(2_000).optional(),
})
const line = z.object({ lineId: z.uuid() })
const change = z.object({ quantity: z.coerce.number().int().min(0).max(99) })
const config = { access: 'owner' as const }

const wantsJson = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.startsWith('application/json') === true

/** `/`: the basket; `/items`: what goes in; `/lines/:lineId`: how many of it. */
export const basketRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, cache, appConfig } = app
  const origins = new Set([appConfig.base, ...Object.values(appConfig.origins)])

  /** Scripts of our other apps may read the answer (CORS), so that a shelf can show the new count. */
  app.addHook('onRequest', async ({ headers }, reply) => {
    const { origin } = headers
    if (!origin || !origins.has(origin)) return
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    })
  })

  app.get('/', { config }, async (request, reply) =>
    reply.page('basket.njk', {
      load: async () => ({
        page: { title: 'Your basket', app: 'cart' },
        ...basketView(await readBasket(db, services, basketOwner(request)), appConfig.origins),
      }),
    }),
  )

  app.post('/items', { config, schema: { body: item } }, async (request, reply) => {
    const { kind, id: itemId, quantity, return_to: returnTo } = request.body
    const owner = ensureOwner(request, reply)
    await addItem(db, services, { owner, kind, itemId, quantity })
    await cache.purge([basketTag(owner)])
    if (wantsJson(request)) return reply.send({ count: await countBasket(db, owner) })
    return reply.redirect(ours(returnTo) ?? '/', 303)
  })

  app.post(
    '/lines/:lineId',
    { config, schema: { params: line, body: change } },
    async (request, reply) => {
      const owner = basketOwner(request)
      await changeQuantity(db, { owner, ...request.params, ...request.body })
      if (owner) await cache.purge([basketTag(owner)])
      return reply.redirect('/', 303)
    },
  )

  /** The address when it is on one of our apps, so that nobody is led elsewhere. */
  function ours(address: string | undefined): string | undefined {
    const origin = address && URL.canParse(address) ? new URL(address).origin : ''
    return origins.has(origin) ? address : undefined
  }
}
