import { randomBytes } from 'node:crypto'
import { fastify, type FastifyInstance } from 'fastify'
import { GhostError } from './api/ghost-error.ts'
import { redirectRoutes, serveRedirects } from './api/redirect-routes.ts'
import { resourceRoutes } from './api/resource-routes.ts'
import { fileRoutes, siteRoutes } from './api/site-routes.ts'
import { checkToken, type GhostKey } from './api/token.ts'
import { Ghost } from './ghost.ts'

declare module 'fastify' {
  interface FastifyRequest {
    isStaff: boolean
  }
}

export interface GhostOptions {
  /** The double's clock. */
  now?: () => Date
  /** Where it listens on 127.0.0.1; a free port unless told. */
  port?: number
}

export interface RunningGhost extends Ghost {
  /** `id:hexsecret`, as Ghost shows an integration's. */
  adminKey: string
  /** The same for a person of its staff, who may change settings. */
  staffToken: string
  stop(): Promise<void>
}

/** Starts an empty Ghost on 127.0.0.1, with one user, one newsletter and one tier. */
export async function startGhost({
  now = () => new Date(),
  port = 0,
}: GhostOptions = {}): Promise<RunningGhost> {
  const ghost = new Ghost(now)
  const keys = { integration: newKey(ghost), staff: newKey(ghost) }
  const app = fastify({ forceCloseConnections: true, bodyLimit: 50 * 1024 * 1024 })
  app.decorateRequest('isStaff', false)
  count(app, ghost)
  await app.register(async (api) => adminApi(api, ghost, keys, now), { prefix: '/ghost/api/admin' })
  app.get('/content/*', (request, reply) => {
    const file = ghost.state.files.get(request.url.split('?')[0] ?? '')
    return file ? reply.type(file.contentType).send(file.bytes) : reply.code(404).send('Not found')
  })
  serveRedirects(app, ghost)
  ghost.url = (await app.listen({ host: '127.0.0.1', port })).replace(/\/$/, '')
  return Object.assign(ghost, {
    adminKey: shown(keys.integration),
    staffToken: shown(keys.staff),
    async stop() {
      await app.close()
      await ghost.hooks.idle()
    },
  })
}

const shown = ({ id, secret }: GhostKey): string => `${id}:${secret}`

const newKey = (ghost: Ghost): GhostKey => ({
  id: ghost.state.newId(),
  secret: randomBytes(32).toString('hex'),
})

async function adminApi(
  api: FastifyInstance,
  ghost: Ghost,
  keys: { integration: GhostKey; staff: GhostKey },
  now: () => Date,
): Promise<void> {
  api.addHook('onRequest', async (request, reply) => {
    ghost.requests.push({ method: request.method, url: request.url, headers: request.headers })
    if (await ghost.faults.answer(request, reply)) return reply
    if (request.url.startsWith('/ghost/api/admin/site/')) return undefined
    const key = checkToken(
      request.headers.authorization,
      [keys.integration, keys.staff],
      now().getTime(),
    )
    if (typeof key === 'string') {
      throw new GhostError({
        status: 401,
        type: 'UnauthorizedError',
        message: key,
        code: 'INVALID_JWT',
      })
    }
    request.isStaff = key.id === keys.staff.id
    return undefined
  })
  api.addHook('onSend', async (_request, reply) => void reply.header('content-version', 'v6.65'))
  api.setErrorHandler((error, _request, reply) => {
    if (error instanceof GhostError) return reply.code(error.status).send(error.body)
    return reply
      .code(500)
      .send({ errors: [{ message: String(error), type: 'InternalServerError' }] })
  })
  siteRoutes(api, ghost)
  await fileRoutes(api, ghost)
  redirectRoutes(api, ghost)
  resourceRoutes(api, ghost)
}

/** How many requests are in flight, so that a test can hold a client to its limit. */
function count(app: FastifyInstance, ghost: Ghost): void {
  let open = 0
  app.addHook('onRequest', async (_request, reply) => {
    open += 1
    ghost.mostAtOnce = Math.max(ghost.mostAtOnce, open)
    reply.raw.once('close', () => (open -= 1))
  })
}
