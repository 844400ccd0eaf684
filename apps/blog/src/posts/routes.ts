import type { Config } from '@rose-ash/shared/config'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { findPublished, type Post } from './queries.ts'

const params = z.object({ slug: z.string().max(200) })

/** `/:slug`: a post, or a page with what is attached to it. */
export const postRoutes: FastifyPluginAsyncZod = async (app) => {
  const config = { access: 'public' as const }

  app.get('/:slug', { config, schema: { params } }, async (request, reply) =>
    reply.page('posts/published.njk', {
      cache: { freshMs: 30_000, tags: ({ post }) => [`post:${post.id}`] },
      async load() {
        const post = await findPublished(app.db, request.params.slug)
        if (!post) throw new NotFound()
        const canonical = app.appConfig.origins.blog + post.href
        const { title, excerpt: description } = post
        const page = { title, description, canonical, app: 'blog' }
        return { page, post, jsonLd: blogPosting(post, canonical, app.appConfig) }
      },
    }),
  )
}

/** schema.org's BlogPosting, for search engines. */
function blogPosting(post: Post, url: string, { origins, cooperative }: Config) {
  const { title, excerpt, publishedAt, updatedAt, author } = post
  return {
    '@context': 'https://schema.org',
    '@type': 'BlogPosting',
    mainEntityOfPage: url,
    headline: title,
    description: excerpt || undefined,
    datePublished: publishedAt.toISOString(),
    dateModified: updatedAt.toISOString(),
    author: { '@type': 'Person', name: author.name, url: origins.blog + author.href },
    publisher: { '@type': 'Organization', name: cooperative.name, url: `${origins.blog}/` },
  }
}
