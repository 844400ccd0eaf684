import type { FastifyInstance } from 'fastify'
import type { Ghost } from '../ghost.ts'
import type { Redirect } from '../state/redirect.ts'
import { forbidden, invalid } from './ghost-error.ts'

/** `/redirects/`: the whole file at once, for staff alone. After `fileRoutes`, which reads forms. */
export function redirectRoutes(app: FastifyInstance, ghost: Ghost): void {
  app.get('/redirects/download/', (request, reply) => {
    if (!request.isStaff) throw forbidden()
    return reply
      .header('content-disposition', 'Attachment; filename="redirects.json"')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(ghost.state.redirects))
  })
  app.post('/redirects/upload/', async (request, reply) => {
    if (!request.isStaff) throw forbidden()
    const part = await request.file()
    if (part?.fieldname !== 'redirects' || !/\.(json|ya?ml)$/.test(part.filename))
      throw invalid('Please select a JSON or YAML file.')
    ghost.state.redirects = parse(await part.toBuffer())
    return reply.code(200).send({})
  })
}

const isRedirect = (one: Partial<Redirect> | null) =>
  typeof one?.from === 'string' && typeof one.to === 'string'

function parse(bytes: Buffer): Redirect[] {
  let redirects: unknown
  try {
    redirects = JSON.parse(bytes.toString())
  } catch {
    throw invalid('Could not parse JSON: Unexpected token.')
  }
  if (!Array.isArray(redirects) || !redirects.every(isRedirect))
    throw invalid('Redirects validation failed.', 'Redirects JSON has the wrong format.')
  return redirects as Redirect[]
}

/** What readers get: permanent for a year, or until it is changed. `from` is a regular expression. */
export function serveRedirects(app: FastifyInstance, ghost: Ghost): void {
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?')
    const found = ghost.state.redirects.find(({ from }) => new RegExp(matcher(from)).test(path))
    if (!found) return reply.code(404).type('text/html').send('<!doctype html><title>404</title>')
    const age = found.permanent ? 31_536_000 : 0
    return reply
      .header('cache-control', `public, max-age=${age}`)
      .redirect(found.to, found.permanent ? 301 : 302)
  })
}

/** A slash at the end matters neither there nor in the address. */
function matcher(from: string): string {
  const stem = from.replace(/\/$/, '')
  return stem.endsWith('$') ? stem : `${stem}/?$`
}
