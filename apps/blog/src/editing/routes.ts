import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { BadInput } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { checkEdits } from './editor.ts'
import { editData } from './edit-data.ts'
import { contentOf, saveForm } from './save-form.ts'
import { PostForm } from './form.ts'
import { previewData } from './preview.ts'
import { thisEditor } from './this-editor.ts'
import { dropWorkingCopy, keepWorkingCopy, leave, meetOthers } from './working-copies.ts'
import { EditConflict, InTheBin } from './write-post.ts'

const params = z.object({ id: z.uuid() })
const config = { access: 'author' as const }
/** A text of 100,000 words in Ghost's format has a megabyte, in a form twice that. */
const bodyLimit = 8 * 1024 * 1024

/** Ghost's editor sets styles of its own, and shows a picture before it is uploaded. */
const editorPolicy = [
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob: https: http:`,
  `media-src 'self' blob: https:`,
]

/** `/posts/:id/edit` and what its page does: save, keep what is unsaved. */
export const editingRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app
  const withBody = { config, bodyLimit }

  app.get('/posts/:id/edit', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const load = () => editData(app, editor, request.params.id)
    try {
      return await reply.page('editing/edit.njk', { load, policy: editorPolicy })
    } catch (error) {
      if (!(error instanceof InTheBin)) throw error
      return reply.redirect('/bin', 303)
    }
  })

  app.get('/posts/:id/preview', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const load = () => previewData(app, editor, request.params.id)
    return reply.page('posts/published.njk', { load })
  })

  const save = { ...withBody, schema: { params, body: PostForm } }
  app.post('/posts/:id', save, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    try {
      const { slug } = await saveForm(app, { editor, postId, form: request.body })
      const shown = request.body.action === 'publish' ? `/${slug}` : `/posts/${postId}/edit`
      return await reply.redirect(shown, 303)
    } catch (error) {
      if (error instanceof InTheBin) return reply.redirect('/bin', 303)
      if (error instanceof EditConflict) return reply.redirect(`/posts/${postId}/conflict`, 303)
      if (!(error instanceof BadInput)) throw error
      const { publishAt } = request.body
      const load = async () => ({
        ...(await editData(app, editor, postId)),
        publishAt,
        problem: error.message,
      })
      return reply.code(400).page('editing/edit.njk', { load, policy: editorPolicy })
    }
  })

  const body = z.object({ baseVersion: z.int().min(1), form: z.record(z.string(), z.unknown()) })
  const copy = { ...withBody, schema: { params, body } }
  app.put('/posts/:id/working-copy', copy, async (request) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await checkEdits(db, editor, postId)
    const form = PostForm.parse({ ...request.body.form, baseVersion: request.body.baseVersion })
    const content = await contentOf(app, { editor, postId, form })
    await keepWorkingCopy(db, editor, { postId, baseVersion: request.body.baseVersion, content })
    return { kept: true }
  })

  app.post(
    '/posts/:id/working-copy/removal',
    { config, schema: { params } },
    async (request, reply) => {
      const { personId } = await thisEditor(app, request)
      await dropWorkingCopy(db, { postId: request.params.id, personId })
      return reply.redirect(`/posts/${request.params.id}/edit`, 303)
    },
  )
}

/** Who has the editor of a post open. */
export const presenceRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app

  app.post('/posts/:id/presence', { config, schema: { params } }, async (request) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await checkEdits(db, editor, postId)
    return { others: await meetOthers(db, services, { postId, personId: editor.personId }) }
  })

  app.post('/posts/:id/presence/end', { config, schema: { params } }, async (request, reply) => {
    const { personId } = await thisEditor(app, request)
    await leave(db, { postId: request.params.id, personId })
    return reply.code(204).send()
  })
}
