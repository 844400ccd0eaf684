import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { thisEditor } from '../editing/this-editor.ts'
import { mediaPath } from '@rose-ash/shared/services/media/address'
import { deleteMedia } from './delete-media.ts'
import { MediaInUse } from './errors.ts'
import { detailsOf, usageLine } from './library-view.ts'
import { findMedia, findUsage } from './queries.ts'
import { checkWrites, mayChange } from './roles.ts'
import { updateMedia } from './update-media.ts'
import { actorOf, wantsHtml } from './viewer.ts'

const params = z.object({ id: z.uuid() })
const body = z.object({ alt: z.string().max(500), caption: z.string().max(1_000) })
const querystring = z.object({ saved: z.string().optional() })
const config = { access: 'author' as const }

/** `/media/:id`: one file, the words about it, and taking it out of the library. */
export const mediaDetailsRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app

  app.get('/media/:id', { config, schema: { params, querystring } }, async (request, reply) =>
    show(request, reply, { id: request.params.id, saved: request.query.saved !== undefined }),
  )

  app.post('/media/:id', { config, schema: { params, body } }, async (request, reply) => {
    const { id } = request.params
    await updateMedia(db, actorOf(app, request), { id, ...request.body })
    return reply.redirect(`/media/${id}?saved`, 303)
  })

  app.get('/media/:id/deletion', { config, schema: { params } }, async (request, reply) =>
    show(request, reply, { id: request.params.id, asks: true }),
  )

  app.post('/media/:id/deletion', { config, schema: { params } }, async (request, reply) => {
    const { id } = request.params
    try {
      await deleteMedia(db, actorOf(app, request), id)
      return await reply.redirect('/media', 303)
    } catch (error) {
      if (!(error instanceof MediaInUse) || !wantsHtml(request)) throw error
      return show(request, reply.code(error.status), { id, asks: true })
    }
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { id, saved = false, asks = false }: { id: string; saved?: boolean; asks?: boolean },
  ) {
    const actor = actorOf(app, request)
    await checkWrites(db, actor)
    const { role } = await thisEditor(app, request)
    const template = asks ? 'media/deletion.njk' : 'media/file.njk'
    return reply.header('cache-control', 'no-store').page(template, {
      async load() {
        const [file] = await findMedia(db, [id])
        if (!file) throw new NotFound('file')
        return {
          page: { title: file.name, app: 'blog' },
          role,
          file: detailsOf(file, mediaPath(file.key, appConfig.origins.blog)),
          usage: (await findUsage(db, file)).map(usageLine),
          mayChange: await mayChange(db, actor, file),
          saved,
        }
      },
    })
  }
}
