import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'

const params = z.object({ slug: z.string().regex(/^[a-z0-9-]{1,200}$/) })
const config = { access: 'public' as const }

/**
 * The addresses that a Ghost's readers, feeds and search engines know: `/a-story/`, `/tag/bread/`,
 * `/author/amy/` and `/rss/` lead, for good, to what is the same here. So do ours with the stroke at the
 * end that Ghost's have.
 */
export const ghostAddresses: FastifyPluginAsyncZod = async (app) => {
  const named = { config, schema: { params } }
  for (const [theirs, ours] of [
    ['/:slug/', '/'],
    ['/tag/:slug', '/tags/'],
    ['/tag/:slug/', '/tags/'],
    ['/author/:slug', '/authors/'],
    ['/author/:slug/', '/authors/'],
    ['/tags/:slug/', '/tags/'],
    ['/authors/:slug/', '/authors/'],
    ['/archive/:slug/', '/archive/'],
  ] as const) {
    app.get(theirs, named, async (request, reply) =>
      forGood(request, reply, ours + request.params.slug),
    )
  }
  for (const [theirs, ours] of [
    ['/rss', '/rss.xml'],
    ['/rss/', '/rss.xml'],
    ['/tags/', '/tags'],
    ['/archive/', '/archive'],
  ] as const) {
    app.get(theirs, { config }, async (request, reply) => forGood(request, reply, ours))
  }
}

function forGood(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  const { url } = request
  return reply.redirect(path + (url.includes('?') ? url.slice(url.indexOf('?')) : ''), 301)
}
