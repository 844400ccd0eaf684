import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { Refusal } from '../errors/index.ts'

/** A form was sent from somewhere else. */
class ForeignOrigin extends Refusal {
  constructor() {
    super('foreign_origin', 403, 'This form was not sent from our pages. Open the page again here.')
  }
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses changes that another site asks a visitor's browser for, by what the browser itself says
 * (Fetch Metadata, and Origin from browsers without it). Our six apps are one site and may post to
 * each other; programs send neither header and have no visitor to betray.
 */
export const csrfPlugin = fastifyPlugin<{ origins: string[] }>(
  async (app: FastifyInstance, { origins }) => {
    const ours = new Set(origins)
    app.addHook('onRequest', (request, _reply, done) => {
      const refused = !safe.has(request.method) && isForeign(request, ours)
      done(refused ? new ForeignOrigin() : undefined)
    })
  },
)

function isForeign({ headers }: FastifyRequest, ours: Set<string>): boolean {
  const { origin } = headers
  const site = headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return false
  if (origin !== undefined) return !ours.has(origin)
  return site !== undefined
}
