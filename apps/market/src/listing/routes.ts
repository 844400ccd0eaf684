import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { findMarket } from '../markets/queries.ts'
import { productTags } from '../products/product-tags.ts'
import { ListingQuery } from './filter.ts'
import { MarketIndexes } from './index/market-indexes.ts'
import { listingView } from './listing-view.ts'
import { type Place, readListing } from './read-listing.ts'

const slug = z.string().max(200)
const params = z.object({ slug, category: slug.optional(), collection: slug.optional() })
const config = { access: 'public' as const }
const schema = { params, querystring: ListingQuery }

type Listed = FastifyRequest<{ Params: z.infer<typeof params>; Querystring: ListingQuery }>

/** `/markets/:slug`, `/markets/:slug/c/:category`, `/markets/:slug/collections/:collection`. */
export const listingRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig, views } = app
  const indexes = new MarketIndexes(db)

  const answer = (request: Listed, reply: FastifyReply) => {
    if (request.headers['hx-request'] !== undefined) return sendPart(request, reply)
    const load = () => viewOf(request)
    // What people type is of endless variety: such pages are made for them alone.
    if (request.query.q) return reply.page('listing/page.njk', { load })
    return reply.page('listing/page.njk', {
      cache: {
        freshMs: 5_000,
        tags: ({ market, products }) => [`market:${market.id}`, ...productTags(products)],
      },
      load,
    })
  }
  app.get('/markets/:slug', { config, schema }, answer)
  app.get('/markets/:slug/c/:category', { config, schema }, answer)
  app.get('/markets/:slug/collections/:collection', { config, schema }, answer)

  /** For htmx: the next products alone, or all that a filter changes. */
  async function sendPart(request: Listed, reply: FastifyReply) {
    const view = await viewOf(request)
    const template = request.query.after ? 'listing/more.njk' : 'listing/results.njk'
    void reply.headers({ 'cache-control': 'no-store', vary: 'hx-request' })
    if (!request.query.after) void reply.header('hx-push-url', view.here)
    return reply.type('text/html; charset=utf-8').send(views.render(template, view))
  }

  async function viewOf({ params, query }: Listed) {
    const place = await placeOf(params)
    const listing = await readListing(db, indexes, place, query)
    return listingView(place, query, listing, appConfig)
  }

  /** @throws {NotFound} when there is no such market, or no such shelf in it. */
  async function placeOf({ slug, category, collection }: z.infer<typeof params>): Promise<Place> {
    const market = await findMarket(db, services, slug)
    if (!market) throw new NotFound('market')
    const place: Place = {
      market,
      category: market.categories.find((one) => one.slug === category),
      collection: market.collections.find((one) => one.slug === collection),
    }
    if (category !== undefined && !place.category) throw new NotFound('shelf')
    if (collection !== undefined && !place.collection) throw new NotFound('shelf')
    return place
  }
}
