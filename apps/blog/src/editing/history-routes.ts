import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { renderDocument } from '../documents/render-document.ts'
import { postTags } from '../posts/post-tags.ts'
import { savedPost } from './content.ts'
import { diffOf } from './diff.ts'
import { checkEdits } from './editor.ts'
import { fieldChanges } from './field-changes.ts'
import { findRevision, listRevisions } from './revisions.ts'
import { savePost } from './save-post.ts'
import { thisEditor } from './this-editor.ts'
import { findWorkingCopy } from './working-copies.ts'

const params = z.object({ id: z.uuid() })
const revisionParams = z.object({ id: z.uuid(), revisionId: z.uuid() })
const config = { access: 'author' as const }

/** `/posts/:id/revisions` and `/posts/:id/conflict`: what was, what is, and which of them shall be. */
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
        return { page, post, revisions: await listRevisions(db, id) }
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
        const { plaintext } = await renderDocument(post.content.lexical)
        const page = { title: `Version ${revision.version}`, unlisted: true }
        return {
          page,
          post,
          revision,
          fields: fieldChanges(revision.content, post.content),
          parts: diffOf(revision.plaintext, plaintext),
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

  app.get('/posts/:id/conflict', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await checkEdits(db, editor, postId)
    return reply.page('editing/conflict.njk', {
      async load() {
        const copy = await findWorkingCopy(db, { postId, personId: editor.personId })
        if (!copy) throw new NotFound('conflict')
        const post = await savedPost(db, postId)
        const [theirs, mine] = await Promise.all([
          renderDocument(post.content.lexical),
          renderDocument(copy.content.lexical),
        ])
        return {
          page: { title: 'Two versions', unlisted: true },
          post,
          copy,
          fields: fieldChanges(post.content, copy.content),
          parts: diffOf(theirs.plaintext, mine.plaintext),
        }
      },
    })
  })

  const choice = { config, schema: { params, body: body.extend({ keep: z.literal('mine') }) } }
  app.post('/posts/:id/conflict', choice, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    const copy = await findWorkingCopy(db, { postId, personId: editor.personId })
    if (!copy) throw new NotFound('conflict')
    const { baseVersion } = request.body
    await savePost(db, services, { editor, postId, baseVersion, content: copy.content })
    await cache.purge(postTags(postId))
    return reply.redirect(`/posts/${postId}/edit`, 303)
  })
}
