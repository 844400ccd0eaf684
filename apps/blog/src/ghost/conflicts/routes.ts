import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { savedPost } from '../../editing/content.ts'
import { diffOf } from '../../editing/diff.ts'
import { checkEdits } from '../../editing/editor.ts'
import { fieldChanges } from '../../editing/field-changes.ts'
import { savePost } from '../../editing/save-post.ts'
import { thisEditor } from '../../editing/this-editor.ts'
import { postTags } from '../../posts/post-tags.ts'
import { lostVersion, settle, troubleWithGhost } from './waiting.ts'

const params = z.object({ id: z.uuid() })
const config = { access: 'author' as const }
const body = z.object({ baseVersion: z.coerce.number().int(), keep: z.enum(['ours', 'ghost']) })

/** `/posts/:id/ghost-conflict`: what the Ghost has beside what was written here, and a choice. */
export const ghostConflictRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, cache } = app

  app.get('/posts/:id/ghost-conflict', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await checkEdits(db, editor, postId)
    return reply.page('ghost/conflict.njk', {
      async load() {
        const trouble = await troubleWithGhost(db, postId)
        const lost = await lostVersion(db, postId)
        if (trouble?.state !== 'conflict' || !lost) throw new NotFound('conflict')
        const post = await savedPost(db, postId)
        return {
          page: { title: 'Two versions', unlisted: true },
          post,
          lost,
          fields: fieldChanges(post.content, lost.content),
          parts: diffOf(post.plaintext, lost.plaintext),
        }
      },
    })
  })

  const choice = { config, schema: { params, body } }
  app.post('/posts/:id/ghost-conflict', choice, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await checkEdits(db, editor, postId)
    const { baseVersion, keep } = request.body
    await db.transaction(async (tx) => {
      const lost = await lostVersion(tx, postId)
      if (!lost || !(await settle(tx, postId))) throw new NotFound('conflict')
      if (keep === 'ghost') return
      await savePost(tx, services, { editor, postId, baseVersion, content: lost.content })
    })
    await cache.purge(postTags(postId))
    return reply.redirect(`/posts/${postId}/edit`, 303)
  })
}
