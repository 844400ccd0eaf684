import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Ghost } from '../ghost.ts'
import { isResource, type Resource, type Row } from '../state/rows.ts'
import { browse, type Query } from './browse.ts'
import { forbidden, notFound } from './ghost-error.ts'
import { shape } from './shape.ts'
import { addRow, type Change, deleteRow, editRow, singularOf } from './write.ts'

interface Named {
  resource: string
  id: string
}

type Body = Record<string, Record<string, unknown>[]> | undefined

const writable = new Set<Resource>(['posts', 'pages', 'tags', 'members'])

/** `/posts/` and its kind: browse, read, add, edit, delete. */
export function resourceRoutes(app: FastifyInstance, ghost: Ghost): void {
  const { state } = ghost
  writeRoutes(app, ghost)

  app.get<{ Params: Named; Querystring: Query }>('/:resource/', (request) => {
    const resource = known(request.params.resource)
    const { rows, pagination } = browse(state.rows[resource].values(), request.query)
    return {
      [resource]: rows.map((row) => shape(state, resource, row, request.query, ghost.url)),
      meta: { pagination },
    }
  })

  const read = (resource: Resource, row: Row | undefined, query: Query) => {
    if (!row) throw notFound(singularOf[resource])
    return { [resource]: [shape(state, resource, row, query, ghost.url)] }
  }
  app.get<{ Params: Named; Querystring: Query }>('/:resource/:id/', (request) => {
    const resource = known(request.params.resource)
    return read(resource, state.rows[resource].get(request.params.id), request.query)
  })
  app.get<{ Params: { resource: string; slug: string }; Querystring: Query }>(
    '/:resource/slug/:slug/',
    (request) => {
      const resource = known(request.params.resource)
      const row = [...state.rows[resource].values()].find(
        ({ slug }) => slug === request.params.slug,
      )
      return read(resource, row, request.query)
    },
  )
}

function writeRoutes(app: FastifyInstance, ghost: Ghost): void {
  const { state } = ghost
  const answer = (
    reply: FastifyReply,
    resource: Resource,
    { row, before, events }: Change,
    query: Query,
  ) => {
    if (row.status === 'published' || before?.status === 'published')
      void reply.header('x-cache-invalidate', '/*')
    ghost.tell(resource, row, before, events)
    return { [resource]: [shape(state, resource, row, query, ghost.url)] }
  }
  app.post<{ Params: Named; Querystring: Query; Body: Body }>('/:resource/', (request, reply) => {
    const resource = forWriting(request.params.resource)
    const change = addRow(state, resource, request.body?.[resource]?.[0] ?? {})
    void reply.code(201)
    return answer(reply, resource, change, request.query)
  })
  app.put<{ Params: Named; Querystring: Query; Body: Body }>(
    '/:resource/:id/',
    (request, reply) => {
      const resource = forWriting(request.params.resource)
      const row = state.rows[resource].get(request.params.id)
      if (!row) throw notFound(singularOf[resource])
      const change = editRow(state, resource, row, request.body?.[resource]?.[0] ?? {})
      return answer(reply, resource, change, request.query)
    },
  )
  app.delete<{ Params: Named }>('/:resource/:id/', (request, reply) => {
    const resource = forWriting(request.params.resource)
    const row = state.rows[resource].get(request.params.id)
    if (!row) throw notFound(singularOf[resource])
    answer(reply, resource, deleteRow(state, resource, row), {})
    return reply.code(204).send()
  })
}

/** @throws {GhostError} 403, as Ghost says for what an integration may not have. */
function known(name: string): Resource {
  if (!isResource(name)) throw forbidden()
  return name
}

function forWriting(name: string): Resource {
  const resource = known(name)
  if (!writable.has(resource)) throw forbidden()
  return resource
}
