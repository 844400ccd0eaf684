import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Config } from '../config/index.ts'

/**
 * The strict policy of every page: only scripts with this response's nonce run, and what they load;
 * everything else comes from our apps; forms go to them, or lead on to where one pays. Our origins
 * are one pattern and not a list: browsers and servers read this header with every page.
 */
export function contentSecurityPolicy({ base, sumup }: Config): (nonce: string) => string {
  const ours = `'self' ${base} ${base.replace('://', '://*.')}`
  const rest = [
    `default-src ${ours}`,
    `form-action ${ours} ${sumup.payUrl}`,
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
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
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
