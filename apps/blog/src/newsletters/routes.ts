import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { SignInNeeded } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { Taken } from '../editing/taken.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { addNewsletter, changeNewsletter } from './change-newsletter.ts'
import { everyNewsletter, newslettersFor, subscribe, unsubscribe } from './subscribe.ts'

const members = { access: 'member' as const }
const editors = { access: 'editor' as const }
const params = z.object({ id: z.uuid() })
/** A path of ours alone, so that no link can lead away from here. */
const Back = z
  .string()
  .max(300)
  .regex(/^\/(?![/\\])[\w\-/.~%]*$/)
  .optional()
  .catch(undefined)
const Words = z.object({
  name: z.string().trim().min(1, 'Give it a name.').max(200),
  description: z.string().trim().max(500).default(''),
})
const Status = z.object({ status: z.enum(['active', 'archived']) })

/** `/newsletters`: what a member can have sent; and for editors, which there are. */
export const newsletterRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app

  const querystring = z.object({ return_to: Back, left: z.uuid().optional().catch(undefined) })
  app.get('/newsletters', { config: members, schema: { querystring } }, async (request, reply) => {
    const { return_to: back, left } = request.query
    return reply.page('newsletters/newsletters.njk', {
      async load() {
        const shown = await offered(app, memberOf(request))
        return { ...shown, back, undo: shown.letters.find(({ id, has }) => id === left && !has) }
      },
    })
  })

  const subscribed = { params, body: z.object({ return_to: Back }).nullish() }
  app.post(
    '/newsletters/:id/subscription',
    { config: members, schema: subscribed },
    async (request, reply) => {
      const personId = memberOf(request)
      await subscribe(db, { newsletterId: request.params.id, personId })
      return reply.redirect(request.body?.return_to ?? '/newsletters', 303)
    },
  )

  const left = { config: members, schema: { params } }
  app.post('/newsletters/:id/subscription/removal', left, async (request, reply) => {
    const { id } = request.params
    await unsubscribe(db, { newsletterId: id, personId: memberOf(request) })
    return reply.redirect(`/newsletters?left=${id}`, 303)
  })

  app.post('/newsletters', { config: editors, schema: { body: Words } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    try {
      await addNewsletter(db, editor, request.body)
    } catch (error) {
      if (!(error instanceof Taken)) throw error
      const sent = { ...request.body, problem: error.message }
      return reply.code(error.status).page('newsletters/newsletters.njk', {
        load: async () => ({ ...(await offered(app, editor.personId)), sent }),
      })
    }
    return reply.redirect('/newsletters#all', 303)
  })

  const named = { config: editors, schema: { params, body: Words } }
  app.post('/newsletters/:id', named, async (request, reply) => {
    const editor = await thisEditor(app, request)
    await changeNewsletter(db, editor, { ...request.params, ...request.body })
    return reply.redirect('/newsletters#all', 303)
  })

  const kept = { config: editors, schema: { params, body: Status } }
  app.post('/newsletters/:id/status', kept, async (request, reply) => {
    const editor = await thisEditor(app, request)
    await changeNewsletter(db, editor, { ...request.params, ...request.body })
    return reply.redirect('/newsletters#all', 303)
  })
}

/** What a member can have sent; for editors, every newsletter that there is. */
async function offered({ db, services }: FastifyInstance, personId: string) {
  const { roles } = await services.account.person(db, personId)
  const isEditor = roles.includes('editor') || roles.includes('admin')
  return {
    page: { title: 'Newsletters', unlisted: true },
    letters: await newslettersFor(db, personId),
    role: roles.includes('admin') ? 'admin' : 'editor',
    every: isEditor ? await everyNewsletter(db) : undefined,
  }
}

function memberOf({ viewer }: FastifyRequest): string {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  return viewer.personId
}
