import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { renderDocument } from '../documents/render-document.ts'
import { postTags } from '../posts/post-tags.ts'
import { savedPost } from './content.ts'
import { diffOf } from './diff.ts'
import { checkEdits } from './editor.ts'
import { fieldChanges } from './field-changes.ts'
import { tagNames } from './form.ts'
import { savePost } from './save-post.ts'
import { tagIdsOf } from './tags.ts'
import { thisEditor } from './this-editor.ts'
import { findWorkingCopy } from './working-copies.ts'

const params = z.object({ id: z.uuid() })
const config = { access: 'author' as const }
const body = z.object({ baseVersion: z.coerce.number().int(), keep: z.literal('mine') })

/** `/posts/:id/conflict`: what is saved beside what an editor wrote meanwhile, and a choice. */
export const conflictRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, cache } = app

  app.get('/posts/:id/conflict', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await checkEdits(db, editor, postId)
    return reply.page('editing/conflict.njk', {
      async load() {
        const copy = await findWorkingCopy(db, { postId, personId: editor.personId })
        if (!copy) throw new NotFound('conflict')
        const post = await savedPost(db, postId)
        const mine = await renderDocument(copy.content.lexical)
        return {
          page: { title: 'Two versions', unlisted: true },
          post,
          copy,
          fields: fieldChanges(post.content, copy.content),
          parts: diffOf(post.plaintext, mine.plaintext),
        }
      },
    })
  })

  const choice = { config, schema: { params, body } }
  app.post('/posts/:id/conflict', choice, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    const copy = await findWorkingCopy(db, { postId, personId: editor.personId })
    if (!copy) throw new NotFound('conflict')
    const { baseVersion } = request.body
    const { tagLine, commentsOpen, ...typed } = copy.content
    const tagIds = tagLine === undefined ? typed.tagIds : await tagIdsOf(db, tagNames(tagLine))
    const content = { ...typed, tagIds }
    await savePost(db, services, { editor, postId, baseVersion, content, commentsOpen })
    await cache.purge(postTags(postId))
    return reply.redirect(`/posts/${postId}/edit`, 303)
  })
}
