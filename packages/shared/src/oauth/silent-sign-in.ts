import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { signInPaths } from './paths.ts'
import { ssoCookie } from './sso-cookie.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A step of signing in or out: nobody is sent away from it to sign in. */
    partOfSignIn?: true
  }
}

/** Which session of the provider this app has asked about lately. */
const triedCookie = '__Host-sso-tried'
const triedSeconds = 5 * 60

/**
 * Sends whoever opens a page without a session, while the provider says that somebody is signed in,
 * once through a sign-in that shows nothing. Strangers and robots lack the hint and are never sent.
 */
export function silentSignIn(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!isToBeAsked(request)) {
      done()
      return
    }
    const query = new URLSearchParams({ prompt: 'none', return_to: request.url })
    reply
      .header('cache-control', 'no-store')
      .redirect(`${signInPaths.login}?${query.toString()}`, 303)
  })
}

function isToBeAsked(request: FastifyRequest): boolean {
  const { session, routeOptions } = request
  if (session || !request.headers.cookie || routeOptions.config.partOfSignIn) return false
  const hint = request.cookies[ssoCookie]
  return Boolean(hint) && hint !== request.cookies[triedCookie] && isPageView(request)
}

/** From here on, and for some minutes, this browser is not sent again for the same session. */
export function markTried(request: FastifyRequest, reply: FastifyReply): void {
  void reply.setCookie(triedCookie, request.cookies[ssoCookie] ?? '', {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    maxAge: triedSeconds,
  })
}

/** Somebody looks at a page in a tab: no part of one, no script's request, nothing ahead of time. */
function isPageView({ method, headers }: FastifyRequest): boolean {
  const { accept = '', 'sec-fetch-mode': mode = 'navigate', 'sec-purpose': purpose } = headers
  const dest = headers['sec-fetch-dest'] ?? 'document'
  return (
    method === 'GET' &&
    accept.includes('text/html') &&
    mode === 'navigate' &&
    dest === 'document' &&
    purpose === undefined
  )
}
