import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Config } from '../config/index.ts'

/**
 * The strict policy of every page: only scripts with this response's nonce run, and what they load;
 * forms go to our apps, or lead on to where one pays.
 */
export function contentSecurityPolicy({ base, origins, sumup }: Config): (nonce: string) => string {
  const ours = [base, ...Object.values(origins)].join(' ')
  const rest = [
    `default-src 'self'`,
    `img-src 'self' data: ${ours}`,
    `style-src 'self'`,
    `font-src 'self'`,
    `connect-src 'self' ${ours}`,
    `form-action 'self' ${ours} ${sumup.payUrl}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `object-src 'none'`,
  ].join('; ')
  return (nonce) => `script-src 'nonce-${nonce}' 'strict-dynamic'; ${rest}`
}

/** The headers that every answer carries, page or not. */
export const securityHeadersPlugin = fastifyPlugin<{ config: Config }>(
  async (app: FastifyInstance, { config }) => {
    const headers: Record<string, string> = {
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
      ...(config.base.startsWith('https:') && {
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
      }),
    }
    app.addHook('onRequest', (_request, reply, done) => {
      reply.headers(headers)
      done()
    })
  },
)
