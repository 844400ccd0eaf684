import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { postTags } from '../posts/post-tags.ts'
import { savedPost } from './content.ts'
import { diffOf } from './diff.ts'
import { checkEdits } from './editor.ts'
import { fieldChanges } from './field-changes.ts'
import { findRevision, listRevisions } from './revisions.ts'
import { savePost } from './save-post.ts'
import { thisEditor } from './this-editor.ts'

const params = z.object({ id: z.uuid() })
const revisionParams = z.object({ id: z.uuid(), revisionId: z.uuid() })
const config = { access: 'author' as const }

/** `/posts/:id/revisions`: every version of a post, what changed since, and the way back. */
export const historyRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, cache } = app

  app.get('/posts/:id/revisions', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id } = request.params
    await checkEdits(db, editor, id)
    return reply.page('editing/revisions.njk', {
      async load() {
        const post = await savedPost(db, id)
        const page = { title: `History of ${post.content.title}`, unlisted: true }
        return { page, post, revisions: await listRevisions(db, services, id) }
      },
    })
  })

  const one = '/posts/:id/revisions/:revisionId'
  app.get(one, { config, schema: { params: revisionParams } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id, revisionId } = request.params
    await checkEdits(db, editor, id)
    return reply.page('editing/revision.njk', {
      async load() {
        const post = await savedPost(db, id)
        const revision = await findRevision(db, id, revisionId)
        const page = { title: `Version ${revision.version}`, unlisted: true }
        return {
          page,
          post,
          revision,
          fields: fieldChanges(revision.content, post.content),
          parts: diffOf(revision.plaintext, post.plaintext),
        }
      },
    })
  })

  const body = z.object({ baseVersion: z.coerce.number().int() })
  const restore = { config, schema: { params: revisionParams, body } }
  app.post(`${one}/restoration`, restore, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId, revisionId } = request.params
    await checkEdits(db, editor, postId)
    const { content } = await findRevision(db, postId, revisionId)
    const { baseVersion } = request.body
    await savePost(db, services, { editor, postId, baseVersion, content, reason: 'restored' })
    await cache.purge(postTags(postId))
    return reply.redirect(`/posts/${postId}/edit`, 303)
  })
}
