import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { marketRunBy, thisRunner } from '../runner.ts'
import {
  categoryRunBy,
  changeCategory,
  createCategory,
  deleteCategory,
  stepCategory,
} from './change-category.ts'
import { categoryTree } from './queries.ts'

const config = { access: 'manager' as const }
const ofMarket = z.object({ marketId: z.uuid() })
const ofCategory = z.object({ categoryId: z.uuid() })
const CategoryForm = z.object({
  title: z.string().trim().min(1, 'Give the category a name.').max(120),
  slug: z.string().trim().max(120).default(''),
  description: z.string().trim().max(2_000).default(''),
  parentId: z.union([z.uuid(), z.literal('').transform(() => null)]).default(null),
})

/** `/desk/markets/:id/categories`: the tree of a market's categories, and a new one. */
export const categoryTreeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  const tree = { config, schema: { params: ofMarket } }
  app.get('/desk/markets/:marketId/categories', tree, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    return reply.page('desk/categories.njk', {
      async load() {
        const page = { title: `Categories of ${market.title}`, unlisted: true }
        return { page, market, tree: await categoryTree(db, market.id) }
      },
    })
  })

  const made = {
    config: { ...config, formOn: '/desk/markets/:marketId/categories' },
    schema: { params: ofMarket, body: CategoryForm },
  }
  app.post('/desk/markets/:marketId/categories', made, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { marketId } = request.params
    await createCategory(db, app, { runner, marketId, ...request.body })
    await cache.purge(['markets', `market:${marketId}`])
    return reply.redirect(`/desk/markets/${marketId}/categories`, 303)
  })
}

/** `/desk/categories/:id`: one is renamed, moved and deleted. */
export const categoryRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app
  const one = { config, schema: { params: ofCategory } }
  for (const [url, template] of [
    ['/desk/categories/:categoryId', 'desk/category.njk'],
    ['/desk/categories/:categoryId/deletion', 'desk/category-deletion.njk'],
  ] as const) {
    app.get(url, one, async (request, reply) => {
      const runner = await thisRunner(app, request)
      const found = await categoryRunBy(db, app, runner, request.params.categoryId)
      return reply.page(template, {
        async load() {
          const tree = await categoryTree(db, found.marketId)
          const { products } = tree.find(({ id }) => id === found.id) ?? { products: 0 }
          const category = { ...found, products }
          return { page: { title: found.title, unlisted: true }, category, tree }
        },
      })
    })
  }

  const back = async (marketId: string) => {
    await cache.purge(['markets', `market:${marketId}`])
    return `/desk/markets/${marketId}/categories`
  }
  const changed = {
    config: { ...config, formOn: '/desk/categories/:categoryId' },
    schema: { params: ofCategory, body: CategoryForm },
  }
  app.post('/desk/categories/:categoryId', changed, async (request, reply) => {
    const change = { runner: await thisRunner(app, request), ...request.params, ...request.body }
    return reply.redirect(await back(await changeCategory(db, app, change)), 303)
  })

  const body = z.object({ step: z.enum(['up', 'down']) })
  const stepped = { config, schema: { params: ofCategory, body } }
  app.post('/desk/categories/:categoryId/place', stepped, async (request, reply) => {
    const change = { runner: await thisRunner(app, request), ...request.params, ...request.body }
    return reply.redirect(await back(await stepCategory(db, app, change)), 303)
  })

  app.post('/desk/categories/:categoryId/deletion', one, async (request, reply) => {
    const change = { runner: await thisRunner(app, request), ...request.params }
    return reply.redirect(await back(await deleteCategory(db, app, change)), 303)
  })
}
