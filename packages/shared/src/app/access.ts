import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { NotFound, SignInNeeded } from '../errors/index.ts'

/**
 * Who may use a route. `public`: anybody. `member`: whoever is signed in. `owner`: the service
 * decides by what is asked for (it may be a guest's own basket). `manager`, `author`, `editor`,
 * `admin`: the service asks for the role. `internal`: other apps, by signature. Every route must say it.
 */
export type Access =
  | 'public'
  | 'member'
  | 'owner'
  | 'manager'
  | 'author'
  | 'editor'
  | 'admin'
  | 'internal'

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route with who may use it, for the test that tries them all. */
    accessList: RouteAccess[]
  }
  interface FastifyContextConfig {
    access?: Access
  }
}

interface RouteAccess {
  method: string
  url: string
  access: Access
}

/** Routes that plugins make without a word about it. */
const byPrefix: [prefix: string, access: Access][] = [
  ['/assets/', 'public'],
  ['/internal/', 'internal'],
]

const needsSignIn = new Set<Access>(['member', 'manager', 'author', 'editor', 'admin'])

/** Refuses to start with a route that does not say who may use it, and strangers where none may. */
export const accessPlugin = fastifyPlugin(async (app: FastifyInstance) => {
  const accessList: RouteAccess[] = []
  app.decorate('accessList', accessList)
  app.addHook('onRoute', (route: RouteOptions) => {
    const access =
      route.config?.access ?? byPrefix.find(([prefix]) => route.url.startsWith(prefix))?.[1]
    if (!access) throw new Error(`${route.url} does not say who may use it`)
    route.config = { ...route.config, access }
    const methods = [route.method].flat()
    accessList.push(...methods.map((method) => ({ method, url: route.url, access })))
  })

  app.addHook('preValidation', (request, _reply, done) => done(refusalOf(request)))
})

function refusalOf({ routeOptions, viewer }: FastifyRequest): Error | undefined {
  const { access } = routeOptions.config
  if (!access) return new NotFound()
  return needsSignIn.has(access) && viewer.kind !== 'member' ? new SignInNeeded() : undefined
}
