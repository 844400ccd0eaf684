import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { pictureOf } from '@rose-ash/shared/services/media/picture'
import { conversationOf } from '../comments/conversation.ts'
import { cardPlace } from '../social/card-address.ts'
import { blogPosting } from './blog-posting.ts'
import { Gone, isGone } from './gone.ts'
import { findMoved, findPublished, type Post } from './queries.ts'
import { contentsOf, piecesOf } from './reading.ts'
import { mayPass, teaserOf, wallOf } from './wall.ts'

const params = z.object({ slug: z.string().max(200) })
const template = 'posts/published.njk'

/**
 * `/:slug`: a post, or a page with what is attached to it. An old address leads to the new one; what
 * was deleted is said to be gone.
 */
export const postRoutes: FastifyPluginAsyncZod = async (app) => {
  const config = { access: 'public' as const }

  app.get('/:slug', { config, schema: { params } }, async (request, reply) => {
    const { slug } = request.params
    try {
      const own = await ownView(app, request, slug)
      if (own) {
        return await reply.page(template, {
          load: async () => ({ ...(await postData(app, slug, own.passes)), member: true }),
        })
      }
      return await reply.page(template, {
        cache: { freshMs: 30_000, tags: ({ post }) => [`post:${post.id}`] },
        load: () => postData(app, slug, false),
      })
    } catch (error) {
      if (!(error instanceof NotFound)) throw error
      const moved = await findMoved(app.db, slug)
      if (moved) return redirectTo(reply, moved, request.url)
      throw (await isGone(app.db, slug)) ? new Gone() : error
    }
  })
}

/**
 * What everybody sees is kept for everybody; what a member sees of a post with a wall is made for
 * them: all of it, or the way to the newsletter that opens it.
 */
async function ownView(
  { db }: FastifyInstance,
  { viewer }: FastifyRequest,
  slug: string,
): Promise<{ passes: boolean } | undefined> {
  if (viewer.kind !== 'member') return undefined
  const wall = await wallOf(db, slug)
  if (wall === undefined || wall === 'public') return undefined
  return { passes: await mayPass(db, wall, viewer.personId) }
}

async function postData({ db, appConfig }: FastifyInstance, slug: string, pass: boolean) {
  const post = await findPublished(db, slug)
  if (!post) throw new NotFound()
  const { visibility, seoTitle, seoDescription, socialTitle, socialDescription } = post
  const walled = visibility !== 'public' && !pass
  const html = walled ? teaserOf(post.html) : post.html
  const canonical = post.canonicalUrl ?? appConfig.origins.blog + post.href
  const { blog } = appConfig.origins
  const image = imageOf(post, blog) ?? blog + cardPlace(post, appConfig).path
  const title = seoTitle || post.title
  const description = seoDescription || post.excerpt
  const social = { title: socialTitle || title, description: socialDescription || description }
  return {
    page: { title, description, social, image, canonical, article: true, app: 'blog' },
    post: { ...post, pieces: piecesOf(html), contents: contentsOf(html) },
    featurePicture: featurePicture(post),
    wall: walled ? visibility : undefined,
    conversation: post.type === 'post' && !walled ? conversationOf(post) : undefined,
    jsonLd: blogPosting(post, { url: canonical, image, config: appConfig }),
  }
}

/** The feature image in all its sizes, when the library has it. */
function featurePicture({ file, imageAlt }: Post): string | undefined {
  if (!file) return undefined
  const sizes = '(min-width: 66rem) 64rem, 100vw'
  return pictureOf({ file, sizes, lazy: false, alt: imageAlt || file.alt })
}

/** Drawings of ours are no pictures that other sites can show. */
function imageOf(
  { socialImage, image }: { socialImage: string | null; image: string | null },
  origin: string,
): string | undefined {
  const chosen = [socialImage, image].find((one) => one?.includes('/'))
  return chosen?.startsWith('/') ? origin + chosen : (chosen ?? undefined)
}

function redirectTo(reply: FastifyReply, slug: string, url: string): FastifyReply {
  const query = url.includes('?') ? url.slice(url.indexOf('?')) : ''
  return reply.redirect(`/${slug}${query}`, 301)
}
