import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { NotFound } from '@rose-ash/shared/errors'
import { providerPaths, SignInLost, unlogged } from '@rose-ash/shared/oauth'
import { createProviderSource, type ProviderSource } from './provider-source.ts'

declare module 'fastify' {
  interface FastifyInstance {
    provider: ProviderSource
  }
}

const routes = [
  ['GET', providerPaths.authorization],
  ['GET', `${providerPaths.authorization}/:uid`],
  ['POST', providerPaths.token],
  ['GET', providerPaths.jwks],
  ['GET', providerPaths.userinfo],
  ['GET', '/.well-known/openid-configuration'],
] as const

/** The OpenID provider, where its paths say, and nowhere else. */
export const providerPlugin = fastifyPlugin(async (app: FastifyInstance) => {
  const { appConfig: config, db, services, log } = app
  const failures = new WeakMap<IncomingMessage, Error>()
  const source = createProviderSource({
    config,
    db,
    log,
    findPerson: (id) => services.account.person(db, id).catch(unlessMissing),
    /** What goes wrong in front of a person is told by our own error pages. */
    renderError: (context: KoaContextWithOIDC, _out, error) => {
      failures.set(context.req, error)
      context.respond = false
    },
  })
  app.decorate('provider', source)

  await app.register(async (mount) => {
    // The library reads bodies itself.
    mount.removeAllContentTypeParsers()
    mount.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const [method, url] of routes) {
      const options = { access: 'public', partOfSignIn: true, rateLimit: false } as const
      mount.route({ method, url, config: options, handler })
    }
  }, unlogged(config))

  async function handler(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { raw } = request
    publicAddress(raw, config.origins.federation)
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value)
    }
    const provider = await source()
    await provider.callback()(raw, reply.raw)
    const failure = failures.get(raw)
    if (!failure) return reply.hijack()
    request.log.warn({ reason: String(failure) }, 'the provider refused')
    throw failure instanceof Error && isOurFault(failure) ? failure : new SignInLost()
  }
})

/**
 * The library builds addresses from what the request says of its host. Ours is known, whatever the
 * request says: nobody can make it answer with another.
 */
function publicAddress({ headers }: IncomingMessage, origin: string): void {
  const { host, protocol } = new URL(origin)
  headers.host = host
  headers['x-forwarded-host'] = host
  headers['x-forwarded-proto'] = protocol.slice(0, -1)
}

function isOurFault(failure: Error): boolean {
  return !('statusCode' in failure) || Number(failure.statusCode) >= 500
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof NotFound)) throw error
}
