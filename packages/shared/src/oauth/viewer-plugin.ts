import { randomUUID } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Config } from '../config/index.ts'
import type { Viewer } from '../fragments/index.ts'
import type { Session, Sessions } from './sessions.ts'
import { createVisitorCookies, visitorCookie } from './visitor-cookie.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who looks: known before any route runs. */
    viewer: Viewer
    session: Session | null
    /** What this viewer must know about the page they get, in one sentence. */
    notice: string | undefined
  }
  interface FastifyReply {
    /** The guest's visitor id, with a cookie made for it when there was none. */
    ensureVisitor(): string
    /** Forgets the guest: their basket is a person's now. */
    forgetVisitor(): void
  }
}

/** The host-only cookie that names a session; `__Host-` keeps other subdomains from setting it. */
export const sessionCookie = '__Host-session'
export const sessionCookieOptions: CookieSerializeOptions = {
  path: '/',
  httpOnly: true,
  secure: true,
  sameSite: 'lax',
}

/** Said to who shows a session that cannot be looked up. */
const resting =
  'We cannot look up who is signed in just now. Nothing of yours is lost; please try again in a minute.'

const year = 365 * 24 * 60 * 60

interface ViewerOptions {
  config: Config
  sessions: Sessions
}

/** Tells every request who its viewer is: by session, by visitor cookie, or nobody in particular. */
export const viewerPlugin = fastifyPlugin<ViewerOptions>(
  async (app: FastifyInstance, { config, sessions }) => {
    const cookies = createVisitorCookies(config)
    const domain = new URL(config.base).hostname
    const options: CookieSerializeOptions = { ...sessionCookieOptions, domain }
    app.decorateRequest('viewer')
    app.decorateRequest('session', null)
    app.decorateRequest('notice')

    app.addHook('onRequest', (request, _reply, done) => {
      request.viewer = anonymous
      if (request.headers.cookie) void know(request, done)
      else done()
    })

    async function know(request: FastifyRequest, done: (error?: Error) => void): Promise<void> {
      const name = request.cookies[sessionCookie]
      const sealed = request.cookies[visitorCookie]
      try {
        request.session = name ? await sessions.read(name) : null
      } catch (error) {
        done(error as Error)
        return
      }
      if (name && !request.session && !sessions.reachable()) request.notice = resting
      request.viewer = viewerOf(request.session, sealed ? cookies.open(sealed) : undefined)
      done()
    }

    app.decorateReply('ensureVisitor', function ensureVisitor(this: FastifyReply) {
      const known = visitorOf(this.request.viewer)
      if (known) return known
      const visitorId = randomUUID()
      void this.setCookie(visitorCookie, cookies.seal(visitorId), { ...options, maxAge: year })
      return visitorId
    })

    app.decorateReply('forgetVisitor', function forgetVisitor(this: FastifyReply) {
      void this.clearCookie(visitorCookie, options)
    })
  },
)

const anonymous: Viewer = { kind: 'anonymous' }

/** Who looks, by what their cookies were found to name. */
export function viewerOf(session: Session | null, visitorId: string | undefined): Viewer {
  if (session) {
    const { personId } = session
    return { kind: 'member', personId, ...(visitorId && { visitorId }) }
  }
  return visitorId ? { kind: 'visitor', visitorId } : anonymous
}

const visitorOf = (viewer: Viewer): string | undefined =>
  viewer.kind === 'anonymous' ? undefined : viewer.visitorId
