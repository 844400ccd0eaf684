import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { SignInUnavailable } from './errors.ts'
import { pathWithin } from './path-within.ts'
import { signInPaths } from './paths.ts'
import type { RelyingParty } from './relying-party.ts'
import { markTried } from './silent-sign-in.ts'
import type { Transactions } from './transactions.ts'

interface LoginOptions {
  origin: string
  party: RelyingParty
  transactions: Transactions
  providerAnswers: () => Promise<boolean>
}

const querystring = z.object({
  return_to: z.string().optional(),
  prompt: z.enum(['none', 'login']).optional(),
})

/**
 * `/auth/login` leads to the provider. Afterwards the person is at `return_to` when that is a path
 * of this app, else at the page of ours they came from, else at the front page.
 */
export function loginRoute(plain: FastifyInstance, options: LoginOptions): void {
  const { origin, party, transactions, providerAnswers } = options
  const { hostname } = new URL(origin)
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'public', partOfSignIn: true } as const

  app.get(signInPaths.login, { config, schema: { querystring } }, async (request, reply) => {
    // The bare domain shows the blog, too; a session lives at the app's own host.
    if (request.hostname !== hostname) return reply.redirect(origin + request.url, 303)
    const { return_to: wanted, prompt } = request.query
    const cameFrom = pathWithin(origin, request.headers.referer) ?? '/'
    const returnTo = pathWithin(origin, wanted) ?? cameFrom
    const silent = prompt === 'none'
    void reply.header('cache-control', 'no-store')
    if (silent) markTried(request, reply)
    if (request.session && prompt !== 'login') return reply.redirect(returnTo, 303)
    if (!(await providerAnswers())) {
      if (silent) return reply.redirect(returnTo, 303)
      throw new SignInUnavailable()
    }
    const proof = party.createProof()
    transactions.keep(reply, { ...proof, returnTo, cancelTo: cameFrom, silent })
    return reply.redirect(await party.authorizationUrl({ proof, prompt, returnTo }), 303)
  })
}
