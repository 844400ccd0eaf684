import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { priceBands } from '../../listing/filter.ts'
import { categoryTree } from '../categories/queries.ts'
import { marketRunBy, thisRunner } from '../runner.ts'
import {
  changeCollection,
  collectionRunBy,
  collectionsOf,
  createCollection,
  deleteCollection,
} from './change-collection.ts'
import { CollectionForm, wordsOfForm } from './collection-form.ts'

const config = { access: 'manager' as const }
const ofMarket = z.object({ marketId: z.uuid() })
const ofCollection = z.object({ collectionId: z.uuid() })

/** `/desk/markets/:id/collections`: what belongs together across categories, and a new one. */
export const collectionListRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache, appConfig } = app
  const bands = { bands: priceBands, currency: appConfig.currency }
  const list = { config, schema: { params: ofMarket } }
  app.get('/desk/markets/:marketId/collections', list, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    return reply.page('desk/collections.njk', {
      async load() {
        const page = { title: `Collections of ${market.title}`, unlisted: true }
        const tree = await categoryTree(db, market.id)
        return {
          page,
          market,
          tree,
          ...bands,
          collections: await collectionsOf(db, market.id),
        }
      },
    })
  })

  const made = {
    config: { ...config, formOn: '/desk/markets/:marketId/collections' },
    schema: { params: ofMarket, body: CollectionForm },
  }
  app.post('/desk/markets/:marketId/collections', made, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { marketId } = request.params
    const words = wordsOfForm(request.body)
    await createCollection(db, app, { runner, marketId, ...words })
    await cache.purge(['markets', `market:${marketId}`])
    return reply.redirect(`/desk/markets/${marketId}/collections`, 303)
  })
}

/** `/desk/collections/:id`: one is changed and deleted. */
export const collectionRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache, appConfig } = app
  const bands = { bands: priceBands, currency: appConfig.currency }
  const back = async (marketId: string) => {
    await cache.purge(['markets', `market:${marketId}`])
    return `/desk/markets/${marketId}/collections`
  }

  const one = { config, schema: { params: ofCollection } }
  app.get('/desk/collections/:collectionId', one, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const collection = await collectionRunBy(db, app, runner, request.params.collectionId)
    return reply.page('desk/collection.njk', {
      async load() {
        const page = { title: collection.title, unlisted: true }
        return {
          page,
          collection,
          ...bands,
          tree: await categoryTree(db, collection.marketId),
        }
      },
    })
  })

  const changed = {
    config: { ...config, formOn: '/desk/collections/:collectionId' },
    schema: { params: ofCollection, body: CollectionForm },
  }
  app.post('/desk/collections/:collectionId', changed, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const words = wordsOfForm(request.body)
    const marketId = await changeCollection(db, app, { runner, ...request.params, ...words })
    return reply.redirect(await back(marketId), 303)
  })

  app.post('/desk/collections/:collectionId/deletion', one, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const marketId = await deleteCollection(db, app, { runner, ...request.params })
    return reply.redirect(await back(marketId), 303)
  })
}
