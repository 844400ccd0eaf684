import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { signInPaths, unlogged } from '@rose-ash/shared/oauth'
import { expiredPage } from './pages.ts'
import { readLink } from './queries.ts'
import { signInWithLink } from './sign-in-with-link.ts'
import { ticketCookie, ticketCookieOptions } from './tickets.ts'

const params = z.object({ token: z.string().max(100) })

/**
 * `/sign-in/links/:token`, the mailed link. Mail scanners open links, so opening one only shows a
 * button; pressing it signs in, in whichever browser that is.
 */
export const linkRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app
  const { origins } = app.appConfig
  const config = { access: 'public', partOfSignIn: true } as const
  // The address is as good as a password, so it stays out of the log.
  const route = { config, schema: { params }, ...unlogged(app.appConfig) }

  app.get('/sign-in/links/:token', route, async (request, reply) => {
    const mail = await readLink(db, request.params.token)
    if (!mail) return expiredPage(reply)
    const data = { page: { title: 'Sign in' }, email: mail.email, action: request.url }
    return reply.page('sign-in/confirm.njk', { load: () => data })
  })

  app.post('/sign-in/links/:token', route, async (request, reply) => {
    const proved = await signInWithLink(db, services.account, request.params.token)
    if (!proved) return expiredPage(reply)
    const { app: name, returnTo, ticket } = proved
    const query = new URLSearchParams({ prompt: 'login', return_to: returnTo })
    return reply
      .setCookie(ticketCookie, ticket, ticketCookieOptions)
      .redirect(`${origins[name]}${signInPaths.login}?${query.toString()}`, 303)
  })
}
