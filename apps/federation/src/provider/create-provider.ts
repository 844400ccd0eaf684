import type { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import type { JWK } from 'jose'
import { type KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Config } from '@rose-ash/shared/config'
import { ssoCookie, ssoCookieOptions, ssoHint } from '@rose-ash/shared/oauth'
import { providerConfiguration, type ProviderParts } from './configuration.ts'

/**
 * The library asks whether the connection is encrypted before it sets a `Secure` cookie. Browsers
 * take such cookies from localhost without; in production the gateway encrypts.
 */
class SecureProvider extends Provider {
  override createContext: Provider['createContext'] = (
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    const context = super.createContext(request, response)
    context.cookies.secure = true
    return context
  }
}

/** The provider with these keys, the first of which signs. */
export function createProvider(
  parts: ProviderParts,
  keys: JWK[],
  log: FastifyBaseLogger,
): Provider {
  const { origins } = parts.config
  const provider = new SecureProvider(origins.federation, providerConfiguration(parts, keys))
  provider.proxy = true
  const tell = (error: Error) => log.error({ err: error }, 'the provider failed')
  const koa: EventEmitter = provider
  koa.on('error', tell)
  provider.on('server_error', (_context, error) => tell(error))
  provider.use(async (context, next) => {
    await next()
    tellApps(context, parts.config)
  })
  return provider
}

/** What a request has gone through, if it was one for the provider at all. */
type Handled = Pick<KoaContextWithOIDC, 'cookies'> & Partial<Pick<KoaContextWithOIDC, 'oidc'>>

/** After a sign-in, and after one that was refused, the hint on the parent domain is made true. */
function tellApps({ oidc, cookies }: Handled, config: Config): void {
  const session = oidc?.session
  if (!session) return
  const hint = session.accountId ? ssoHint(session.uid) : null
  if (hint === (cookies.get(ssoCookie, { signed: false }) ?? null)) return
  const { maxAge, ...options } = ssoCookieOptions(config)
  cookies.set(ssoCookie, hint, { ...options, maxAge: maxAge * 1_000, signed: false })
}
