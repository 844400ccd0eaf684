import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { BadInput, NotFound, Refusal, SignInNeeded } from '../errors/index.ts'
import { pathWithin } from '../oauth/path-within.ts'

/** RFC 9457. `type` names the refusal; `detail` is written for people. */
interface Problem {
  type: string
  title: string
  status: number
  detail: string
}

/**
 * Turns what a route throws into a page for people or problem+json for programs: a refusal says what
 * it is, a sign-in that is needed leads there, anything else is a bug: logged, and told as a 500.
 */
export const errorPagesPlugin = fastifyPlugin(async (app: FastifyInstance) => {
  app.setNotFoundHandler({ preHandler: [] }, async (request, reply) =>
    answer(request, reply, new NotFound()),
  )

  app.setErrorHandler(async (error: FastifyError | Refusal, request, reply) => {
    const refusal = refusalOf(error)
    if (!refusal) request.log.error({ err: error }, 'a request failed')
    return answer(request, reply, refusal)
  })
})

function refusalOf(error: FastifyError | Refusal): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (hasZodFastifySchemaValidationErrors(error)) return new BadInput(describe(error))
  const status = error.statusCode ?? 500
  if (status >= 500) return undefined
  return new Refusal(error.code ?? 'bad_request', status, error.message)
}

function describe({ validation }: { validation: { instancePath: string; message?: string }[] }) {
  return validation
    .map(({ instancePath, message }) => `${instancePath.slice(1) || 'input'}: ${message ?? ''}`)
    .join('. ')
}

async function answer(request: FastifyRequest, reply: FastifyReply, refusal?: Refusal) {
  const status = refusal?.status ?? 500
  if (refusal instanceof SignInNeeded && isPageView(request)) {
    return reply.redirect(`/auth/login?return_to=${encodeURIComponent(request.url)}`, 303)
  }
  reply.code(status).header('cache-control', 'no-store')
  if (!wantsHtml(request)) {
    return reply.type('application/problem+json').send(problemOf(status, refusal))
  }
  const page = { title: titleOf(status), app: request.server.appConfig.app }
  return reply.page(templateOf(status, refusal), {
    load: () => ({
      page,
      status,
      message: refusal?.message,
      requestId: request.id,
      back: cameFrom(request),
    }),
  })
}

/** The page of this app that sent them here; undefined for one elsewhere, or when this is the same one. */
function cameFrom(request: FastifyRequest): string | undefined {
  const { app, origins } = request.server.appConfig
  const path = pathWithin(origins[app], request.headers.referer)
  return request.method === 'GET' && path === request.url ? undefined : path
}

function problemOf(status: number, refusal?: Refusal): Problem {
  const detail = refusal?.message ?? 'Something broke on our side. It has been noted.'
  return {
    type: `urn:rose-ash:${refusal?.code ?? 'broken'}`,
    title: titleOf(status),
    status,
    detail,
  }
}

function templateOf(status: number, refusal?: Refusal): string {
  if (status === 404) return 'shared/errors/not-found.njk'
  return refusal ? 'shared/errors/refusal.njk' : 'shared/errors/error.njk'
}

const titles: Record<number, string> = {
  400: 'That did not make sense',
  401: 'Please sign in',
  403: 'This is not yours',
  404: 'Not found',
  409: 'That is no longer possible',
  410: 'This is gone',
  413: 'That is too much at once',
  429: 'Too many at once',
  502: 'Another website is in the way',
  503: 'We are just opening',
  504: 'Another website is in the way',
}

const titleOf = (status: number): string =>
  titles[status] ?? (status >= 500 ? 'Something broke' : 'That did not work')

const wantsHtml = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').includes('text/html')

const isPageView = (request: FastifyRequest): boolean =>
  request.method === 'GET' && wantsHtml(request)
