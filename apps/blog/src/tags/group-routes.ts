import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Taken } from '../editing/taken.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { addGroup, deleteGroup, moveGroup, renameGroup } from './change-groups.ts'
import { topicsPage } from './desk-routes.ts'

const config = { access: 'editor' as const }
const params = z.object({ id: z.uuid() })
const Named = z.object({ name: z.string().trim().min(1, 'Give it a name.').max(100) })
const Place = z.object({ place: z.coerce.number().int().min(0).max(1_000) })

/** `/topics/groups`: topics that belong together, in the order that readers see. */
export const topicGroupRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app
  const changed = () => cache.purge(['tags'])

  app.post('/topics/groups', { config, schema: { body: Named } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { name } = request.body
    try {
      await addGroup(db, editor, name)
    } catch (error) {
      if (!(error instanceof Taken)) throw error
      const page = topicsPage(db, editor, { name, problem: error.message })
      return reply.code(error.status).page('tags/topics.njk', page)
    }
    await changed()
    return reply.redirect('/topics#groups', 303)
  })

  const named = { config, schema: { params, body: Named } }
  app.post('/topics/groups/:id', named, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const group = { ...request.params, ...request.body }
    try {
      await renameGroup(db, editor, group)
    } catch (error) {
      if (!(error instanceof Taken)) throw error
      const page = topicsPage(db, editor, { ...group, problem: error.message })
      return reply.code(error.status).page('tags/topics.njk', page)
    }
    await changed()
    return reply.redirect('/topics#groups', 303)
  })

  const placed = { config, schema: { params, body: Place } }
  app.post('/topics/groups/:id/place', placed, async (request, reply) => {
    const editor = await thisEditor(app, request)
    await moveGroup(db, editor, { ...request.params, ...request.body })
    await changed()
    return reply.redirect('/topics#groups', 303)
  })

  app.post('/topics/groups/:id/removal', { config, schema: { params } }, async (request, reply) => {
    await deleteGroup(db, await thisEditor(app, request), request.params.id)
    await changed()
    return reply.redirect('/topics#groups', 303)
  })
}
