import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Feed } from 'feed'
import { shortHash } from '@rose-ash/shared/cache'
import { NotFound } from '@rose-ash/shared/errors'
import { pictureAddress } from '@rose-ash/shared/services/market/picture-address'
import { z } from 'zod'
import { findMarket } from '../markets/queries.ts'
import { productFeed } from './product-feed.ts'
import { feedItems, newestOf, sitemapEntries } from './queries.ts'

const config = { access: 'public' as const }
const params = z.object({ slug: z.string().max(200) })
const kept = { 'cache-control': 'public, max-age=300' }

/** What is new in a market (RSS), all products for price engines, and what search engines read. */
export const feedRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig, views } = app
  const { origins, cooperative, locale } = appConfig
  const origin = origins.market

  app.get('/markets/:slug/rss.xml', { config, schema: { params } }, async (request, reply) => {
    const market = await findMarket(db, services, request.params.slug)
    if (!market) throw new NotFound('market')
    const link = `${origin}/markets/${market.slug}`
    const products = await newestOf(db, market.id)
    const [newest] = products
    const feed = new Feed({
      id: link,
      link,
      title: `New in ${market.title} · ${cooperative.name}`,
      description: market.description,
      language: locale,
      generator: false,
      feedLinks: { rss: `${link}/rss.xml` },
      ...(newest && { updated: newest.publishedAt }),
    })
    for (const { href, title, description, publishedAt, ...product } of products) {
      const image = pictureAddress(product.image, origin)
      feed.addItem({
        id: origin + href,
        link: origin + href,
        title,
        description,
        date: publishedAt,
        ...(image && { image }),
      })
    }
    return send(reply, 'application/rss+xml; charset=utf-8', feed.rss2())
  })

  app.get('/products.xml', { config }, async (_request, reply) =>
    reply
      .headers(kept)
      .type('application/rss+xml; charset=utf-8')
      .send(Readable.from(productFeed(appConfig, feedItems(db)), { objectMode: false })),
  )

  app.get('/sitemap.xml', { config }, async (_request, reply) => {
    const xml = views.render('feeds/sitemap.njk', { origin, entries: await sitemapEntries(db) })
    return send(reply, 'application/xml; charset=utf-8', xml)
  })

  app.get('/robots.txt', { config }, async (_request, reply) =>
    send(
      reply,
      'text/plain; charset=utf-8',
      `User-agent: *\nDisallow: /auth/\n\nSitemap: ${origin}/sitemap.xml\n`,
    ),
  )
}

/** Anybody may keep it for five minutes and ask then whether it is still right. */
function send(reply: FastifyReply, type: string, body: string): FastifyReply {
  const etag = `"${shortHash(body)}"`
  void reply.headers({ ...kept, etag })
  if (reply.request.headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.type(type).send(body)
}
