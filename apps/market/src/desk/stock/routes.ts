import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { deskTags } from '../products/desk-tags.ts'
import { productForDesk } from '../products/queries.ts'
import { marketOfVariant, thisRunner, type Runner } from '../runner.ts'
import { countStock, moveStock } from './move-stock.ts'
import { lastLine, ledgerOf } from './queries.ts'

const config = { access: 'manager' as const }
const ofProduct = z.object({ productId: z.uuid() })
const ofVariant = z.object({ variantId: z.uuid() })
const whole = z.coerce.number('Write a whole number.').int('Write a whole number.')
const MoveForm = z.object({
  kind: z.enum(['delivery', 'waste', 'more', 'less']),
  quantity: whole.min(1, 'Write how many, from 1 on.').max(1_000_000),
  reason: z.string().trim().max(300).default(''),
  seen: whole.min(0),
})
const CountingForm = z.object({ counted: z.enum(['yes', 'no']) })

/** What a button means for the ledger: corrections go both ways, waste only goes. */
const meanings = {
  delivery: { kind: 'delivery', sign: 1 },
  waste: { kind: 'waste', sign: -1 },
  more: { kind: 'correction', sign: 1 },
  less: { kind: 'correction', sign: -1 },
} as const

/** `/desk/products/:id/stock`: the ledger of a product, and what is written into it. */
export const stockRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  const one = { config, schema: { params: ofProduct } }
  app.get('/desk/products/:productId/stock', one, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const product = await productForDesk(db, app, runner, request.params.productId)
    return reply.page('desk/stock.njk', {
      async load() {
        const ledger = await ledgerOf(
          db,
          app,
          product.variants.map(({ supplyId }) => supplyId),
        )
        const ways = await Promise.all(
          product.variants.map(async (way) => ({ ...way, seen: await lastLine(db, way.supplyId) })),
        )
        const titles = new Map(ways.map(({ supplyId, title }) => [supplyId, title]))
        return {
          page: { title: `Stock of ${product.title}`, unlisted: true },
          product,
          ways,
          ledger: ledger.map((line) => ({ ...line, size: titles.get(line.supplyId) })),
        }
      },
    })
  })

  async function purge(runner: Runner, productId: string): Promise<void> {
    const { id, market, variants } = await productForDesk(db, app, runner, productId)
    const variantIds = variants.map((variant) => variant.id)
    await cache.purge(deskTags([{ id, marketId: market.id, variantIds }]))
  }

  const formOn = (request: FastifyRequest) => stockPageOf(app, request)
  const moved = { config: { ...config, formOn }, schema: { params: ofVariant, body: MoveForm } }
  app.post('/desk/variants/:variantId/movements', moved, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { kind, quantity, ...rest } = request.body
    const meaning = meanings[kind]
    const productId = await moveStock(db, app, {
      runner,
      ...request.params,
      ...rest,
      kind: meaning.kind,
      delta: quantity * meaning.sign,
    })
    await purge(runner, productId)
    return reply.redirect(`/desk/products/${productId}/stock`, 303)
  })

  const counting = { config, schema: { params: ofVariant, body: CountingForm } }
  app.post('/desk/variants/:variantId/counting', counting, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const counted = request.body.counted === 'yes'
    const productId = await countStock(db, app, { runner, ...request.params, counted })
    await purge(runner, productId)
    return reply.redirect(`/desk/products/${productId}/stock`, 303)
  })
}

/** Where the form of a movement is: on the page of its product. */
async function stockPageOf(app: FastifyInstance, request: FastifyRequest): Promise<string> {
  const runner = await thisRunner(app, request)
  const { variantId } = ofVariant.parse(request.params)
  const { productId } = await marketOfVariant(app.db, app, runner, variantId)
  return `/desk/products/${productId}/stock`
}
