import type { FastifyInstance } from 'fastify'
import type { IncomingMessage } from 'node:http'
import type { Config } from '../config/index.ts'
import type { Viewer } from '../fragments/index.ts'
import { ssoCookie } from './sso-cookie.ts'
import { sessionCookie, viewerOf } from './viewer-plugin.ts'
import { createVisitorCookies, visitorCookie } from './visitor-cookie.ts'

/**
 * Says who sends a request, as far as this process knows without asking anybody. Undefined for a
 * session that was not read a moment ago, and for whoever may have to be signed in silently first.
 */
export function createQuickViewer(
  config: Config,
  app: Pick<FastifyInstance, 'parseCookie' | 'sessions'>,
): (request: IncomingMessage) => Viewer | undefined {
  const visitors = createVisitorCookies(config)
  return ({ headers }) => {
    const cookies = app.parseCookie(headers.cookie ?? '')
    const name = cookies[sessionCookie]
    const session = name ? app.sessions.recent(name) : null
    if (session === undefined || (!session && cookies[ssoCookie])) return undefined
    const sealed = cookies[visitorCookie]
    return viewerOf(session, sealed ? visitors.open(sealed) : undefined)
  }
}
