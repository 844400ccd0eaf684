import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Config } from '../config/index.ts'
import type { Db } from '../db/index.ts'
import { basketTag } from '../services/cart/baskets.ts'
import type { Services } from '../services/registry.ts'
import { SignInLost, SignInUnavailable } from './errors.ts'
import { signInPaths } from './paths.ts'
import { Declined, type Identity, type RelyingParty } from './relying-party.ts'
import { sessionSeconds, type Sessions } from './sessions.ts'
import type { Transaction, Transactions } from './transactions.ts'
import { unlogged } from './unlogged.ts'
import { sessionCookie, sessionCookieOptions } from './viewer-plugin.ts'

interface CallbackOptions {
  config: Config
  db: Db
  services: Pick<Services, 'account' | 'cart'>
  sessions: Sessions
  purge(tags: string[]): Promise<void>
  party: RelyingParty
  transactions: Transactions
}

const querystring = z.looseObject({ state: z.string().default('') })

/** `/auth/callback`: the provider's answer becomes a session of this app, and a guest a person. */
export function callbackRoute(plain: FastifyInstance, options: CallbackOptions): void {
  const { party, transactions } = options
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'public', partOfSignIn: true } as const
  const route = { config, schema: { querystring }, ...unlogged(options.config) }

  app.get(signInPaths.callback, route, async (request, reply) => {
    const { state } = request.query
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    const transaction = transactions.take(request, reply, state)
    if (!transaction) throw new SignInLost()
    let identity: Identity
    try {
      identity = await party.redeem(request.url, transaction)
    } catch (error) {
      return reply.redirect(wayBack(request, transaction, error), 303)
    }
    const started = await startSession(request, reply, { ...options, identity })
    if (!started && !transaction.silent) throw new SignInUnavailable()
    return reply.redirect(transaction.returnTo, 303)
  })
}

interface Start extends CallbackOptions {
  identity: Identity
}

/**
 * The session has a new name each time, so one that somebody else knows is worth nothing.
 *
 * @returns false when it could not be kept.
 */
async function startSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, services, sessions, purge, identity }: Start,
): Promise<boolean> {
  const { id: personId, email, name } = await services.account.person(db, identity.personId)
  const { sid, idToken } = identity
  const signedInAt = new Date().toISOString()
  const created = await sessions.create({ personId, email, name, sid, idToken, signedInAt })
  if (!created) return false
  const { viewer } = request
  if (viewer.kind !== 'anonymous' && viewer.visitorId) {
    await services.cart.mergeBasket(db, { visitorId: viewer.visitorId, personId })
    await purge([basketTag({ personId })])
    reply.forgetVisitor()
  }
  const old = request.cookies[sessionCookie]
  if (old) await sessions.end(old)
  void reply.setCookie(sessionCookie, created, { ...sessionCookieOptions, maxAge: sessionSeconds })
  return true
}

/**
 * Where to when the provider did not vouch for anybody.
 *
 * @throws when the person should know why.
 */
function wayBack(request: FastifyRequest, transaction: Transaction, error: unknown): string {
  const reason = error instanceof Declined ? error.reason : undefined
  // Only its first line: what the error quotes may hold tokens.
  if (!reason) request.log.warn({ reason: String(error) }, 'a sign-in came to nothing')
  if (transaction.silent) return transaction.returnTo
  if (reason === 'access_denied') return transaction.cancelTo
  throw reason === 'invalid_grant' ? new SignInLost() : new SignInUnavailable()
}
