import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { BadInput } from '@rose-ash/shared/errors'
import { z } from 'zod'
import type { Editor } from '../editing/editor.ts'
import { Taken } from '../editing/taken.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { changeWriter, linkWriter, unlinkWriter } from './change-writer.ts'
import { hasPublished, postsOfWriter, writerFor, writersOf } from './queries.ts'

const config = { access: 'author' as const }
const editors = { access: 'editor' as const }
const params = z.object({ id: z.uuid() })
const WriterForm = z.object({
  name: z.string().trim().min(1, 'Give it a name.').max(200),
  slug: z.string().trim().max(150).default(''),
  bio: z.string().trim().max(1_000).default(''),
})
const Linked = z.object({
  email: z.string().trim().max(320).pipe(z.email('Write a whole address, as rosa@example.org.')),
})

/** What could not be saved, and why. */
type Sent = z.infer<typeof WriterForm> & { problem: string }

/** `/writers`: who posts are by, as readers see it. Authors change themselves, editors everybody. */
export const writerRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, cache } = app

  async function writerPage(editor: Editor, writerId: string, sent?: Sent) {
    const writer = await writerFor(db, editor, writerId)
    return {
      async load() {
        const { id, personId } = writer
        const person = personId === null ? undefined : await services.account.person(db, personId)
        const page = { title: writer.name, unlisted: true }
        return { page, editor, writer, person, fixed: await hasPublished(db, id), sent }
      },
    }
  }

  app.get('/writers', { config }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const writers = await writersOf(db, editor)
    const page = { title: 'Writers', unlisted: true }
    return reply.page('writers/writers.njk', { load: () => ({ page, editor, writers }) })
  })

  app.get('/writers/:id', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    return reply.page('writers/writer.njk', await writerPage(editor, request.params.id))
  })

  const changed = { config, schema: { params, body: WriterForm } }
  app.post('/writers/:id', changed, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id } = request.params
    try {
      await changeWriter(db, editor, { id, ...request.body })
    } catch (error) {
      if (!(error instanceof Taken || error instanceof BadInput)) throw error
      const page = await writerPage(editor, id, { ...request.body, problem: error.message })
      return reply.code(error.status).page('writers/writer.njk', page)
    }
    const shown = await postsOfWriter(db, id)
    await cache.purge(['posts', `author:${id}`, ...shown.map((post) => `post:${post}`)])
    return reply.redirect('/writers', 303)
  })

  const linked = { config: editors, schema: { params, body: Linked } }
  app.post('/writers/:id/person', linked, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id } = request.params
    await linkWriter(db, services, { editor, id, ...request.body })
    return reply.redirect(`/writers/${id}`, 303)
  })

  const unlinked = { config: editors, schema: { params } }
  app.post('/writers/:id/person/removal', unlinked, async (request, reply) => {
    const { id } = request.params
    await unlinkWriter(db, await thisEditor(app, request), id)
    return reply.redirect(`/writers/${id}`, 303)
  })
}
