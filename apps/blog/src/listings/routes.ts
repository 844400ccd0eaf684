import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { shownCards } from '../posts/card-picture.ts'
import { Before, olderHref } from './cursor.ts'
import { findAuthor, type MonthCount, monthsWithPosts, postsBy, postsOfMonth } from './queries.ts'

const Month = z.string().regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/, 'a month such as 2026-11')
const querystring = z.object({ before: Before.optional() })
const config = { access: 'public' as const }
const freshMs = 30_000

/** `/authors/:slug`, `/archive` and `/archive/:month`: what was published, by whom and when. */
export const listingRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  const { timeZone, origins } = appConfig

  const byAuthor = {
    config,
    schema: { params: z.object({ slug: z.string().max(200) }), querystring },
  }
  app.get('/authors/:slug', byAuthor, async (request, reply) =>
    reply.page('listings/author.njk', {
      cache: { freshMs, tags: ({ author }) => ['posts', `author:${author.id}`] },
      async load() {
        const author = await findAuthor(db, request.params.slug)
        if (!author) throw new NotFound('author')
        const { posts, more } = await postsBy(db, author.id, request.query.before)
        const path = `/authors/${author.slug}`
        const page = { title: author.name, description: author.bio, canonical: origins.blog + path }
        return {
          page: { ...page, app: 'blog' },
          author,
          posts: shownCards(posts),
          older: olderHref(path, posts, more),
        }
      },
    }),
  )

  app.get('/archive', { config }, async (_request, reply) =>
    reply.page('listings/archive.njk', {
      cache: { freshMs, tags: () => ['posts'] },
      async load() {
        const months = await monthsWithPosts(db, timeZone)
        const page = { title: 'Archive', canonical: `${origins.blog}/archive`, app: 'blog' }
        return { page, years: yearsOf(months, appConfig.locale) }
      },
    }),
  )

  const ofMonth = { config, schema: { params: z.object({ month: Month }), querystring } }
  app.get('/archive/:month', ofMonth, async (request, reply) =>
    reply.page('listings/month.njk', {
      cache: { freshMs, tags: () => ['posts'] },
      async load() {
        const { month } = request.params
        const { posts, more } = await postsOfMonth(db, { month, timeZone }, request.query.before)
        if (posts.length === 0) throw new NotFound('month')
        const path = `/archive/${month}`
        const title = monthTitle(month, appConfig.locale)
        const page = { title, canonical: origins.blog + path, app: 'blog' }
        return { page, posts: shownCards(posts), older: olderHref(path, posts, more) }
      },
    }),
  )
}

/** The archive's months by year, both newest first. */
function yearsOf(months: readonly MonthCount[], locale: string) {
  const byYear = Map.groupBy(months, ({ month }) => month.slice(0, 4))
  return [...byYear].map(([year, own]) => ({
    year,
    months: own.map(({ month, posts }) => ({
      title: monthTitle(month, locale),
      href: `/archive/${month}`,
      posts,
    })),
  }))
}

/** "November 2026" */
function monthTitle(month: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return format.format(new Date(`${month}-01T00:00:00Z`))
}
