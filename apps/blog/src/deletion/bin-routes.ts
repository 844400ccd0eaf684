import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { checkEdits } from '../editing/editor.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { deleteForGood } from './empty-bin.ts'
import { binFor, binned } from './queries.ts'
import { restorePost } from './restore-post.ts'

const params = z.object({ id: z.uuid() })
const config = { access: 'author' as const }

/** `/bin`: what was deleted within the last month, to be put back or to go at once. */
export const binRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app

  app.get('/bin', { config }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    return reply.page('deletion/bin.njk', {
      load: async () => ({
        page: { title: 'Bin', unlisted: true },
        editor,
        posts: await binFor(db, editor),
      }),
    })
  })

  app.post('/bin/:id/restoration', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await restorePost(db, { editor, postId })
    return reply.redirect(`/posts/${postId}/edit`, 303)
  })

  app.get('/bin/:id/removal', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id } = request.params
    await checkEdits(db, editor, id)
    const post = await binned(db, id)
    const page = { title: `Delete ${post.title || 'Untitled'} for good`, unlisted: true }
    return reply.page('deletion/removal.njk', { load: () => ({ page, post }) })
  })

  app.post('/bin/:id/removal', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    await deleteForGood(db, services, { editor, postId: request.params.id })
    return reply.redirect('/bin', 303)
  })
}
