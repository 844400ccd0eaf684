import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { checkEdits } from '../editing/editor.ts'
import { savedPost } from '../editing/content.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { wantsHtml } from '../media/viewer.ts'
import { postTags } from '../posts/post-tags.ts'
import { deletePost } from './delete-post.ts'
import { StillHeld } from './still-held.ts'
import { whatHolds } from './what-holds.ts'

const params = z.object({ id: z.uuid() })
const config = { access: 'author' as const }

/** `/posts/:id/deletion`: asks, or says what stands against it; and puts it into the bin. */
export const deletionRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, cache } = app

  const show = (reply: FastifyReply, postId: string, reasons: string[]) =>
    reply.page('deletion/deletion.njk', {
      async load() {
        const { id, type, content } = await savedPost(db, postId)
        const title = content.title || 'Untitled'
        return {
          page: { title: `Delete ${title}`, unlisted: true },
          post: { id, type, title },
          reasons,
        }
      },
    })

  app.get('/posts/:id/deletion', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id } = request.params
    await checkEdits(db, editor, id)
    return show(reply, id, await whatHolds(db, services, id))
  })

  app.post('/posts/:id/deletion', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await checkEdits(db, editor, postId)
    try {
      await deletePost(db, services, { editor, postId })
    } catch (error) {
      if (!(error instanceof StillHeld) || !wantsHtml(request)) throw error
      return show(reply.code(error.status), postId, error.reasons)
    }
    await cache.purge([...postTags(postId), 'tags'])
    return reply.redirect('/bin', 303)
  })
}
