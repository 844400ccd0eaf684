import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Store } from '../cache/index.ts'
import type { Config } from '../config/index.ts'
import { SignOutIncomplete } from './errors.ts'
import { logoutTokenSeconds, type LogoutToken, type VerifyLogoutToken } from './logout-token.ts'
import { signInPaths } from './paths.ts'
import type { RelyingParty } from './relying-party.ts'
import type { Sessions } from './sessions.ts'
import { ssoCookie, ssoCookieOptions } from './sso-cookie.ts'
import { sessionCookie, sessionCookieOptions } from './viewer-plugin.ts'

interface LogoutOptions {
  config: Config
  sessions: Sessions
  store: Store
  party: RelyingParty
  providerAnswers: () => Promise<boolean>
  verify: VerifyLogoutToken
}

const body = z.object({ logout_token: z.string().max(8_000) })

/**
 * `/auth/logout` signs out here and leads to the provider, which signs out everywhere;
 * `/auth/backchannel-logout` is where the provider tells the other apps.
 */
export function logoutRoutes(plain: FastifyInstance, options: LogoutOptions): void {
  const { sessions, party, providerAnswers } = options
  const { maxAge: _, ...hint } = ssoCookieOptions(options.config)
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'public', partOfSignIn: true } as const

  app.post(signInPaths.logout, { config }, async (request, reply) => {
    const name = request.cookies[sessionCookie]
    if (name) await sessions.end(name)
    void reply.clearCookie(sessionCookie, sessionCookieOptions).header('cache-control', 'no-store')
    if (await providerAnswers()) {
      return reply.redirect(party.signOutUrl(request.session?.idToken), 303)
    }
    // Without the hint no app signs this browser in again by itself.
    void reply.clearCookie(ssoCookie, hint)
    throw new SignOutIncomplete()
  })

  const server = { config: { ...config, rateLimit: false }, schema: { body } } as const
  app.post(signInPaths.backchannelLogout, server, async (request, reply) => {
    void reply.header('cache-control', 'no-store')
    const token = await readToken(request.body.logout_token, request, options)
    if (!token) return reply.code(400).send({ error: 'invalid_request' })
    if (!(await sessions.endAll(token.sid))) {
      // The provider asks again later.
      return reply.code(503).send({ error: 'temporarily_unavailable' })
    }
    await rememberUsed(options.store, token)
    return reply.code(200).send()
  })
}

async function readToken(
  text: string,
  { log }: FastifyRequest,
  { verify, store }: LogoutOptions,
): Promise<LogoutToken | undefined> {
  try {
    const token = await verify(text)
    if (await store.get(usedKey(token))) throw new Error('it was used before')
    return token
  } catch (error) {
    log.warn({ reason: String(error) }, 'a logout token was refused')
    return undefined
  }
}

/** As long as the token could be taken for a fresh one, clocks apart included. */
async function rememberUsed(store: Store, token: LogoutToken): Promise<void> {
  await store.set(usedKey(token), Buffer.from('1'), 2 * logoutTokenSeconds * 1_000)
}

const usedKey = ({ jti }: LogoutToken): string =>
  `logout-token:${createHash('sha256').update(jti).digest('base64url')}`
