import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  preValidationHookHandler,
} from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Refusal } from '@rose-ash/shared/errors'
import { problemsOf } from './field-problems.ts'
import { fillIn, type Typed } from './fill-in.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** A form as it was sent, on routes with `formOn`. */
    typedForm?: Typed
  }
  interface FastifyContextConfig {
    /**
     * The address of the page that has the form which is sent here, with the parameters of the route,
     * or what finds it. A refused form is shown there again, with all that was typed.
     */
    formOn?: string | ((request: FastifyRequest) => Promise<string>)
  }
}

/**
 * Shows forms again that are refused: the page they are on, as it is now, with what was typed still
 * in its fields and what is wrong beside them. Comes before the routes that it is for. Programs get
 * problem+json as everywhere, and so does what nobody can put right in a form.
 */
export const formsShownAgain = fastifyPlugin(async (app: FastifyInstance) => {
  app.decorateRequest('typedForm')
  app.addHook('onRoute', (route) => {
    if (route.config?.formOn === undefined) return
    route.preValidation = [...[route.preValidation ?? []].flat(), keepTyped]
    route.errorHandler = (error, request, reply) => {
      void answer(app, { error, request, reply })
    }
  })
})

/** What was typed, before it is read as numbers and dates. */
const keepTyped: preValidationHookHandler = (request, _reply, done) => {
  request.typedForm = (request.body ?? {}) as Typed
  done()
}

interface Refused {
  error: FastifyError
  request: FastifyRequest
  reply: FastifyReply
}

/** Sends the form, or leaves the refusal to whoever answers it everywhere else. */
async function answer(app: FastifyInstance, { error, request, reply }: Refused): Promise<void> {
  try {
    const again = await shownAgain(app, request, error)
    if (again) send(reply, again)
    else reply.send(error)
  } catch (failure) {
    reply.send(failure)
  }
}

interface Again {
  status: number
  html: string
  policy: string
}

async function shownAgain(
  app: FastifyInstance,
  request: FastifyRequest,
  error: FastifyError | Refusal,
): Promise<Again | undefined> {
  const problems = problemsOf(error)
  if (!problems || !(request.headers.accept ?? '').includes('text/html')) return undefined
  // The page decides itself who may see it: it is asked for by the same person.
  const url = await addressOf(request)
  const page = await app.inject({ method: 'GET', url, headers: headersOf(request) })
  if (page.statusCode !== 200) return undefined
  const typed = request.typedForm ?? {}
  const html = fillIn(page.body, request.url, typed, problems)
  const policy = page.headers['content-security-policy'] ?? ''
  return html === undefined ? undefined : { status: problems.status, html, policy }
}

async function addressOf(request: FastifyRequest): Promise<string> {
  const { formOn } = request.routeOptions.config
  if (typeof formOn === 'function') return formOn(request)
  const params = request.params as Record<string, string>
  return (formOn ?? '/').replaceAll(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
}

const passedOn = ['cookie', 'host', 'user-agent', 'accept-language', 'x-forwarded-proto'] as const

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  const kept = passedOn.flatMap((name) => {
    const value = headers[name]
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  return { ...Object.fromEntries(kept), accept: 'text/html' }
}

function send(reply: FastifyReply, { status, html, policy }: Again): void {
  // Its scripts carry the nonce of the page that was asked for.
  if (policy) reply.header('content-security-policy', policy)
  reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
}
