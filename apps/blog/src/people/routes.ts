import type { FastifyInstance } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Role } from '@rose-ash/shared/contracts/account'
import { z } from 'zod'
import type { Editor } from '../editing/editor.ts'
import { thisEditor } from '../editing/this-editor.ts'

const config = { access: 'admin' as const }
const Given = z.object({ email: z.string().trim().max(320), role: Role })
const Address = z.email('Write a whole address, as rosa@example.org.')
const Taken = z.object({ role: Role })
const params = z.object({ id: z.uuid() })

/** `/people`: who may write, edit and administer. A change holds from the next request on. */
export const peopleRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app
  const { account } = services

  app.get('/people', { config }, async (request, reply) => {
    const data = await pageFor(app, await thisEditor(app, request))
    return reply.page('people/people.njk', { load: () => data })
  })

  app.post('/people', { config, schema: { body: Given } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { role } = request.body
    const { data: email, error } = Address.safeParse(request.body.email)
    if (email === undefined) {
      const sent = { ...request.body, problem: error.issues[0]?.message }
      const data = await pageFor(app, editor)
      return reply.code(400).page('people/people.njk', { load: () => ({ ...data, sent }) })
    }
    const by = editor.personId
    const changed = await db.transaction(async (tx) => {
      const { id: personId } = await account.welcome(tx, email)
      await account.giveRole(tx, { by, personId, role })
      return personId
    })
    await app.cache.purge([`person:${changed}`])
    return reply.redirect('/people', 303)
  })

  const taken = { config, schema: { params, body: Taken } }
  app.post('/people/:id/role-removal', taken, async (request, reply) => {
    const { personId: by } = await thisEditor(app, request)
    const { role } = request.body
    await account.takeRole(db, { by, personId: request.params.id, role })
    await app.cache.purge([`person:${request.params.id}`])
    // Who has just stopped being an administrator may not see the page any more.
    const isOwn = by === request.params.id && role === 'admin'
    return reply.redirect(isOwn ? '/' : '/people', 303)
  })
}

/** @throws {Forbidden} for all but administrators. */
async function pageFor({ db, services }: FastifyInstance, { personId, role }: Editor) {
  const people = await services.account.peopleWithRoles(db, personId)
  return { page: { title: 'People', unlisted: true }, role, people, you: personId }
}
