import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { decodeJwt } from 'jose'
import type { Provider } from 'oidc-provider'
import { z } from 'zod'
import {
  createInternalFetch,
  providerPaths,
  ssoCookie,
  ssoCookieOptions,
  unlogged,
} from '@rose-ash/shared/oauth'
import { endSession, type ProviderSession } from './end-session.ts'

const querystring = z.object({ id_token_hint: z.string().max(4_000).optional() })

/**
 * Signing out everywhere (OpenID RP-Initiated Logout 1.0). An app that shows whose session it means
 * is believed at once; anything else, such as a link on another site, only leads to a question.
 */
export const signOutRoutes: FastifyPluginAsyncZod = async (app) => {
  const { appConfig, db } = app
  const ask = createInternalFetch(appConfig)
  const config = { access: 'public', partOfSignIn: true } as const

  const end = { config, schema: { querystring }, ...unlogged(appConfig) }
  app.get(providerPaths.endSession, end, async (request, reply) => {
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    const provider = await app.provider()
    const session = await sessionOf(provider, request, reply)
    if (!session.accountId) return forget(reply)
    if (session.accountId === (await subjectOf(provider, request.query.id_token_hint))) {
      await endSession(db, session, { provider, ask })
      return forget(reply)
    }
    const page = { title: 'Sign out?' }
    return reply.page('logout.njk', { load: () => ({ page, action: providerPaths.endSession }) })
  })

  app.post(providerPaths.endSession, { config }, async (request, reply) => {
    const provider = await app.provider()
    const session = await sessionOf(provider, request, reply)
    await endSession(db, session, { provider, ask })
    return forget(reply)
  })

  app.get('/signed-out', { config }, async (_request, reply) =>
    reply.page('signed-out.njk', { load: () => ({ page: { title: 'You are signed out' } }) }),
  )

  function forget(reply: FastifyReply): FastifyReply {
    const { maxAge: _, ...options } = ssoCookieOptions(appConfig)
    return reply.clearCookie(ssoCookie, options).redirect('/signed-out', 303)
  }
}

/** The session of this browser; one without an account when nobody is signed in. */
export function sessionOf(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<ProviderSession> {
  return provider.Session.get(provider.createContext(request.raw, reply.raw))
}

/** Whom an ID token of ours is about, even an old one; undefined for any other text. */
async function subjectOf(provider: Provider, hint: string | undefined): Promise<unknown> {
  if (!hint) return undefined
  try {
    const client = await provider.Client.find(String(decodeJwt(hint).aud))
    return client && (await provider.IdToken.validate(hint, client)).payload.sub
  } catch {
    return undefined
  }
}
