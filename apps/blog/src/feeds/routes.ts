import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { shortHash } from '@rose-ash/shared/cache'
import { journalFeed, journalRss } from './journal-feed.ts'
import { newestWithText, sitemapEntries } from './queries.ts'

const config = { access: 'public' as const }
const inFeed = 20

/** `/rss.xml` (RSS 2.0), `/feed.json` (JSON Feed 1), `/sitemap.xml` and `/robots.txt`. */
export const feedRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig, views } = app
  const { blog } = appConfig.origins
  const newest = () => newestWithText(db, inFeed)

  app.get('/rss.xml', { config }, async (_request, reply) =>
    send(reply, 'application/rss+xml; charset=utf-8', journalRss(appConfig, await newest())),
  )

  app.get('/feed.json', { config }, async (_request, reply) =>
    send(
      reply,
      'application/feed+json; charset=utf-8',
      journalFeed(appConfig, await newest()).json1(),
    ),
  )

  app.get('/sitemap.xml', { config }, async (_request, reply) => {
    const entries = await sitemapEntries(db)
    const xml = views.render('feeds/sitemap.njk', { origin: blog, entries })
    return send(reply, 'application/xml; charset=utf-8', xml)
  })

  app.get('/robots.txt', { config }, async (_request, reply) =>
    send(
      reply,
      'text/plain; charset=utf-8',
      `User-agent: *\nDisallow: /auth/\n\nSitemap: ${blog}/sitemap.xml\n`,
    ),
  )
}

/** Anybody may keep it for five minutes and ask then whether it is still right. */
function send(reply: FastifyReply, type: string, body: string): FastifyReply {
  const etag = `"${shortHash(body)}"`
  void reply.header('cache-control', 'public, max-age=300').header('etag', etag)
  if (reply.request.headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.type(type).send(body)
}
