import type { FastifyInstance } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { addJob } from '@rose-ash/shared/jobs'
import { z } from 'zod'
import { savedPost } from '../editing/content.ts'
import { checkEditsAll } from '../editing/editor.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { askToMail, callMailingOff } from './ask-to-mail.ts'
import { newslettersForPost, trialKey, trialTrouble, undeliveredLetters } from './queries.ts'

const params = z.object({ id: z.uuid() })
const body = z.object({ newsletter: z.uuid('Choose a newsletter.') })
const config = { access: 'editor' as const }

/** `/posts/:id/mailing`: has a post go out with a newsletter, and shows how far it is. */
export const mailingRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app

  const querystring = z.object({ trial: z.literal('sent').optional().catch(undefined) })
  const shown = { config, schema: { params, querystring } }
  app.get('/posts/:id/mailing', shown, async (request, reply) => {
    const editor = await thisEditor(app, request)
    checkEditsAll(editor)
    return reply.page('mailings/mailing.njk', {
      async load() {
        const { id, type, status, content } = await savedPost(db, request.params.id)
        const { email } = await app.services.account.person(db, editor.personId)
        const title = content.title || 'Untitled'
        return {
          page: { title: `Send ${title} by mail`, unlisted: true },
          post: { id, type, status, title },
          newsletters: await withUndelivered(app, id, await newslettersForPost(db, id)),
          trialTo: request.query.trial && email,
          trialTrouble: await trialTrouble(db, id, editor.personId),
        }
      },
    })
  })

  app.post('/posts/:id/mailing', { config, schema: { params, body } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await askToMail(db, { editor, postId, newsletterId: request.body.newsletter })
    return reply.redirect(`/posts/${postId}/mailing`, 303)
  })

  const off = { config, schema: { params, body } }
  app.post('/posts/:id/mailing/removal', off, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id: postId } = request.params
    await callMailingOff(db, { editor, postId, newsletterId: request.body.newsletter })
    return reply.redirect(`/posts/${postId}/mailing`, 303)
  })

  app.post('/posts/:id/mailing/trial', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    checkEditsAll(editor)
    const { id: postId } = request.params
    await savedPost(db, postId)
    const { personId } = editor
    const key = trialKey(postId, personId)
    await addJob(db, { task: 'send-trial', key, payload: { postId, personId } })
    return reply.redirect(`/posts/${postId}/mailing?trial=sent`, 303)
  })
}

type ForPost = Awaited<ReturnType<typeof newslettersForPost>>[number]

/** Each newsletter with what to call those whose letter could not be delivered. */
async function withUndelivered({ db, services }: FastifyInstance, postId: string, all: ForPost[]) {
  const letters = await undeliveredLetters(db, postId)
  const names = await services.account.names(
    db,
    letters.map(({ personId }) => personId),
  )
  return all.map((one) => ({
    ...one,
    undelivered: letters
      .filter(({ mailingId }) => mailingId === one.mailing?.id)
      .flatMap(({ personId }) => names.get(personId) ?? [])
      .toSorted((a, b) => a.localeCompare(b)),
  }))
}
