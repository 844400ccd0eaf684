import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Role } from '@rose-ash/shared/contracts/account'
import { z } from 'zod'
import { thisEditor } from '../editing/this-editor.ts'

const config = { access: 'admin' as const }
const Given = z.object({
  email: z.string().trim().max(320).pipe(z.email('Write a whole address, as rosa@example.org.')),
  role: Role,
})
const Taken = z.object({ role: Role })
const params = z.object({ id: z.uuid() })

/** `/people`: who may write, edit and administer. A change holds from the next request on. */
export const peopleRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app
  const { account } = services

  app.get('/people', { config }, async (request, reply) => {
    const { personId, role } = await thisEditor(app, request)
    const people = await account.peopleWithRoles(db, personId)
    return reply.page('people/people.njk', {
      load: () => ({ page: { title: 'People', unlisted: true }, role, people, you: personId }),
    })
  })

  app.post('/people', { config, schema: { body: Given } }, async (request, reply) => {
    const { personId: by } = await thisEditor(app, request)
    const { email, role } = request.body
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
