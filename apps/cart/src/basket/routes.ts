import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { ItemKind } from '@rose-ash/shared/contracts/offers'
import { minorDigits } from '@rose-ash/shared/money'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { addItem } from './add-item.ts'
import { changeLine } from './change-line.ts'
import { basketOwner, ensureOwner } from './owner.ts'
import { countBasket } from './queries.ts'
import { showBasket } from './show-basket.ts'

/** An amount in major units, as a field of numbers sends it. */
const amount = z.coerce.number().min(0).max(100_000).optional()
const empty = (value: unknown) => (value === '' ? undefined : value)
const item = z.object({
  kind: ItemKind,
  id: z.uuid(),
  quantity: z.coerce.number().int().min(1).max(99).default(1),
  chosen: z.preprocess(empty, amount),
  note: z.string().trim().max(500).optional(),
  return_to: z.string().max(2_000).optional(),
})
const line = z.object({ lineId: z.uuid() })
const change = z.object({
  quantity: z.preprocess(empty, z.coerce.number().int().min(0).max(99).optional()),
  chosen: z.preprocess(empty, amount),
  note: z.string().trim().max(500).optional(),
  saved: z.enum(['true', 'false']).optional(),
})
const config = { access: 'owner' as const }

const wantsJson = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.startsWith('application/json') === true

/**
 * `/`: the basket; `/items`: what goes in; `/lines/:lineId`: how many of it, at what price, now or
 * later.
 */
export const basketRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache, shop, appConfig } = app
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

  app.get('/', { config }, (request, reply) => showBasket(app, request, reply))

  app.post('/items', { config, schema: { body: item } }, async (request, reply) => {
    const { kind, id: itemId, quantity, chosen, note, return_to: returnTo } = request.body
    const owner = ensureOwner(request, reply)
    const chosenMinor = toMinor(chosen)
    await addItem(db, shop, { owner, kind, itemId, quantity, chosenMinor, note })
    await cache.purge([basketTag(owner)])
    if (wantsJson(request)) return reply.send({ count: await countBasket(db, owner) })
    return reply.redirect(ours(returnTo) ?? '/', 303)
  })

  app.post(
    '/lines/:lineId',
    { config, schema: { params: line, body: change } },
    async (request, reply) => {
      const owner = basketOwner(request)
      const { chosen, saved, ...rest } = request.body
      await changeLine(db, shop, {
        owner,
        ...request.params,
        ...rest,
        chosenMinor: toMinor(chosen),
        saved: saved === undefined ? undefined : saved === 'true',
      })
      if (owner) await cache.purge([basketTag(owner)])
      return reply.redirect('/', 303)
    },
  )

  /** The address when it is on one of our apps, so that nobody is led elsewhere. */
  function ours(address: string | undefined): string | undefined {
    const origin = address && URL.canParse(address) ? new URL(address).origin : ''
    return origins.has(origin) ? address : undefined
  }

  function toMinor(major: number | undefined): number | undefined {
    return major === undefined
      ? undefined
      : Math.round(major * 10 ** minorDigits(appConfig.currency))
  }
}
