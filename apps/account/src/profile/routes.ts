import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { SignInNeeded } from '@rose-ash/shared/errors'
import type { Viewer } from '@rose-ash/shared/fragments'
import { z } from 'zod'
import { rename } from './rename.ts'

const body = z.object({ name: z.string().trim().min(1, 'tell us what to call you').max(120) })
const querystring = z.object({ saved: z.literal('yes').optional() })
const config = { access: 'member' as const }

/** `/profile`: what the cooperative calls a member. */
export const profileRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, cache } = app

  app.get('/profile', { config, schema: { querystring } }, async (request, reply) => {
    const personId = memberId(request.viewer)
    return reply.page('profile.njk', {
      load: async () => ({
        page: { title: 'Your profile', app: 'account' },
        person: await services.account.person(db, personId),
        saved: request.query.saved === 'yes',
      }),
    })
  })

  app.post('/profile', { config, schema: { body } }, async (request, reply) => {
    const personId = memberId(request.viewer)
    await rename(db, { personId, name: request.body.name })
    await cache.purge([`person:${personId}`])
    return reply.redirect('/profile?saved=yes', 303)
  })
}

/** @throws {SignInNeeded} for anybody who is not signed in. */
function memberId(viewer: Viewer): string {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  return viewer.personId
}
