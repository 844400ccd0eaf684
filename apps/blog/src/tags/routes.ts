import type { FastifyInstance } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { Before, type Cursor, olderHref } from '../listings/cursor.ts'
import { postsAbout } from '../listings/queries.ts'
import { shownCards } from '../posts/card-picture.ts'
import { Gone } from '../posts/gone.ts'
import { findTag, tagsByGroup } from './queries.ts'
import { findMovedTag } from './tag-history.ts'

const params = z.object({ slug: z.string().max(200) })
const querystring = z.object({ before: Before.optional() })
const config = { access: 'public' as const }
const freshMs = 30_000

/** `/tags` and `/tags/:slug`: what stories are about. An address of before leads to the topic of now. */
export const tagRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  const { blog } = appConfig.origins

  app.get('/tags', { config }, async (_request, reply) =>
    reply.page('tags/tags.njk', {
      cache: { freshMs, tags: () => ['posts', 'tags'] },
      async load() {
        const page = { title: 'Topics', canonical: `${blog}/tags`, app: 'blog' }
        return { page, groups: await tagsByGroup(db) }
      },
    }),
  )

  app.get('/tags/:slug', { config, schema: { params, querystring } }, async (request, reply) => {
    const { slug } = request.params
    try {
      return await reply.page('tags/tag.njk', {
        cache: { freshMs, tags: ({ tag }) => ['posts', `tag:${tag.id}`] },
        load: () => topicData(app, slug, request.query.before),
      })
    } catch (error) {
      if (!(error instanceof NotFound)) throw error
      const moved = await findMovedTag(db, slug)
      if (moved === 'gone') throw new Gone()
      if (!moved) throw error
      // What was asked of a page of the old one, such as where to go on, means nothing in the other.
      return reply.redirect(`/tags/${moved.slug}`, 301)
    }
  })
}

async function topicData({ db, appConfig }: FastifyInstance, slug: string, before?: Cursor) {
  const tag = await findTag(db, slug)
  if (!tag) throw new NotFound('topic')
  const { posts, more } = await postsAbout(db, tag.id, before)
  const path = `/tags/${tag.slug}`
  const title = tag.seoTitle || tag.name
  const description = tag.seoDescription || tag.description
  const page = { title, description, canonical: appConfig.origins.blog + path, app: 'blog' }
  return { page, tag, posts: shownCards(posts), older: olderHref(path, posts, more) }
}
