import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { findPublished } from '../posts/queries.ts'
import { cardPlace, cardWords } from './card-address.ts'
import { makeCard } from './make-card.ts'

const params = z.object({
  file: z
    .string()
    .max(220)
    .regex(/^[a-z0-9-]+-[0-9a-f]{16}\.png$/),
})
const config = { access: 'public' as const }

/** `/social/…`: the picture that other sites show of a post without one. An old address leads on. */
export const socialCardRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, mediaStorage, appConfig } = app

  app.get('/social/:file', { config, schema: { params } }, async (request, reply) => {
    const { file } = request.params
    const post = await findPublished(db, file.slice(0, -21))
    if (!post) throw new NotFound('picture')
    const { path, key } = cardPlace(post, appConfig)
    if (path !== `/social/${file}`) return reply.redirect(path, 302)
    await makeCard(mediaStorage, key, cardWords(post, appConfig))
    const found = await mediaStorage.read(key)
    if (!found) throw new NotFound('picture')
    return reply
      .headers({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': 'image/png',
        'content-length': found.size,
      })
      .send(found.stream)
  })
}
