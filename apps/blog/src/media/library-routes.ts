import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import multipart from '@fastify/multipart'
import { Refusal } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { mediaPath } from '@rose-ash/shared/services/media/address'
import { maxBytes } from '@rose-ash/shared/services/media/errors'
import { cardOf } from './library-view.ts'
import { listMedia, type MediaFile } from './queries.ts'
import { receiveFiles } from './receive-files.ts'
import { checkWrites } from './roles.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { uploadMedia } from './upload-media.ts'
import { actorOf, wantsHtml } from './viewer.ts'

const querystring = z.object({
  words: z.string().max(200).optional(),
  kind: z.enum(['', 'image', 'audio', 'video', 'file']).optional(),
  before: z.uuid().optional(),
})
type Query = z.infer<typeof querystring>

const config = { access: 'author' as const }
/** Of one form; the script sends one after the other. */
const filesAtOnce = 20

/** `/media`: the library, and what comes into it. */
export const mediaLibraryRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, mediaStorage, appConfig } = app
  await app.register(multipart, {
    limits: { fileSize: maxBytes, files: filesAtOnce, fields: 10, fieldSize: 10_000 },
    throwFileSizeLimit: false,
  })

  app.get('/media', { config, schema: { querystring } }, async (request, reply) =>
    showLibrary(request, reply, request.query),
  )

  app.post('/media', { config, bodyLimit: maxBytes * filesAtOnce }, async (request, reply) => {
    try {
      const actor = actorOf(app, request)
      // Before the files come; the verb asks again.
      await checkWrites(db, actor)
      const files = await receiveFiles(request, (upload) =>
        uploadMedia(db, mediaStorage, { actor, upload }),
      )
      if (!wantsHtml(request)) return await reply.send(answerOf(files))
      const [first] = files
      return await reply.redirect(files.length === 1 ? `/media/${first?.id}` : '/media', 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !wantsHtml(request) || error.status === 403) throw error
      return showLibrary(request, reply.code(error.status), { problem: error.message })
    }
  })

  async function showLibrary(
    request: FastifyRequest,
    reply: FastifyReply,
    query: Query & { problem?: string },
  ) {
    await checkWrites(db, actorOf(app, request))
    const { role } = await thisEditor(app, request)
    return reply.header('cache-control', 'no-store').page('media/library.njk', {
      async load() {
        const { words = '', before, problem } = query
        const kind = query.kind || undefined
        const { files, more } = await listMedia(db, { words, kind, before })
        return {
          page: { title: 'Media library', app: 'blog' },
          role,
          problem,
          words,
          kind: kind ?? '',
          isSearch: words !== '' || kind !== undefined,
          isFirst: before === undefined,
          files: files.map(cardOf),
          older: more
            ? olderHref({ words, kind: kind ?? '', before: files.at(-1)?.id ?? '' })
            : undefined,
        }
      },
    })
  }

  /** What the editor's uploader and our script want to know. */
  function answerOf(files: MediaFile[]) {
    const [one, ...others] = files.map(({ id, key, name, width, height, alt, kind }) => {
      const url = mediaPath(key, appConfig.origins.blog)
      return { id, url, fileName: name, kind, width, height, alt }
    })
    return others.length > 0 ? { ...one, others } : one
  }
}

const olderHref = (query: Record<string, string>): string => `/media?${new URLSearchParams(query)}`
