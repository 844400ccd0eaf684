import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { typedPrice } from '@rose-ash/shared/money'
import { z } from 'zod'
import { resourceTags } from '../resources/resource-tags.ts'
import { resourcesOf } from './queries.ts'
import { ResourceChangeForm, ResourceForm, wordsOfForm } from './resource-form.ts'
import { pagesOf, resourceRunBy, type RunResource, thisRunner } from './runner.ts'
import { changeResource, createResource, publishResource } from './save-resource.ts'

const config = { access: 'manager' as const }
const params = z.object({ resourceId: z.uuid() })
const Status = z.object({ status: z.enum(['draft', 'published']) })

/** `/desk`: what can be booked of the pages that one runs, a new thing, and what is said of each. */
export const deskResourceRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache, appConfig } = app
  const { currency } = appConfig

  app.get('/desk', { config }, async (request, reply) => {
    const pages = await pagesOf(db, app, await thisRunner(app, request))
    return reply.page('desk/resources.njk', {
      load: async () => ({
        page: { title: 'What you lend', unlisted: true },
        resources: await resourcesOf(db, pages),
        pages,
        currency,
      }),
    })
  })

  app.post(
    '/desk/resources',
    { config, schema: { body: ResourceForm } },
    async (request, reply) => {
      const runner = await thisRunner(app, request)
      const id = await createResource(db, app, { runner, ...wordsOfForm(request.body, currency) })
      return reply.redirect(`/desk/resources/${id}/slots`, 303)
    },
  )

  app.get('/desk/resources/:resourceId', { config, schema: { params } }, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const resource = await resourceRunBy(db, app, runner, request.params.resourceId)
    const pages = await pagesOf(db, app, runner)
    return reply.page('desk/resource.njk', {
      load: async () => ({
        page: { title: resource.title, unlisted: true },
        resource,
        typed: typedOf(resource),
        pages,
        currency,
      }),
    })
  })

  const changed = { config, schema: { params, body: ResourceChangeForm } }
  app.post('/desk/resources/:resourceId', changed, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { resourceId } = request.params
    const { baseVersion, ...form } = request.body
    const before = await resourceRunBy(db, app, runner, resourceId)
    const words = wordsOfForm(form, currency)
    await changeResource(db, app, { runner, resourceId, baseVersion, ...words })
    await cache.purge(['resources', ...resourceTags(before), `resources-of:${words.pageId}`])
    return reply.redirect(`/desk/resources/${resourceId}`, 303)
  })

  const published = { config, schema: { params, body: Status } }
  app.post('/desk/resources/:resourceId/status', published, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { resourceId } = request.params
    const resource = await resourceRunBy(db, app, runner, resourceId)
    await publishResource(db, app, { runner, resourceId, ...request.body })
    await cache.purge(['resources', ...resourceTags(resource)])
    return reply.redirect(`/desk/resources/${resourceId}`, 303)
  })
}

/** What stands in the fields of its form. */
function typedOf(resource: RunResource) {
  const { priceMinor, memberPriceMinor, currency, taxRateBasisPoints, cancelMinutes } = resource
  return {
    ...resource,
    price: typedPrice(priceMinor, currency),
    memberPrice: typedPrice(memberPriceMinor, currency),
    taxPercent: taxRateBasisPoints / 100,
    cancelHours: cancelMinutes === null ? '' : cancelMinutes / 60,
  }
}
