import fastifyMultipart from '@fastify/multipart'
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { readFixture } from '../fixtures/read-fixture.ts'
import type { Ghost } from '../ghost.ts'
import type { Row } from '../state/rows.ts'
import { browse, type Query } from './browse.ts'
import { exportOf } from './export.ts'
import { forbidden, invalid, notFound } from './ghost-error.ts'

interface HookBody {
  webhooks: { event: string; target_url: string; secret?: string; name?: string }[]
}

/** What is about the site as a whole: settings, actions, images, webhooks, the export. */
export function siteRoutes(app: FastifyInstance, ghost: Ghost): void {
  const { state } = ghost
  app.get('/site/', () => {
    const { site } = readFixture('site') as { site: Record<string, unknown> }
    const title = state.settings.find(({ key }) => key === 'title')?.value
    return { site: { ...site, title, url: `${ghost.url}/` } }
  })
  app.get('/settings/', () => ({ settings: state.settings, meta: {} }))
  app.put<{ Body: { settings: { key: string; value: unknown }[] } }>('/settings/', (request) => {
    if (!request.isStaff) throw forbidden()
    for (const { key, value } of request.body.settings) state.setting(key, checked(key, value))
    void ghost.hooks.fire([{ event: 'site.changed', body: { event: 'site.changed' } }])
    return { settings: state.settings, meta: {} }
  })
  app.get<{ Querystring: Query }>('/actions/', (request) => {
    const { rows, pagination } = browse(state.actions, request.query)
    return { actions: rows, meta: { pagination } }
  })
  app.get('/db/', (request) => {
    if (!request.isStaff) throw forbidden()
    return exportOf(state)
  })
  hookRoutes(app, ghost)
}

function hookRoutes(app: FastifyInstance, { hooks }: Ghost): void {
  app.post<{ Body: HookBody }>('/webhooks/', (request, reply) => {
    const [sent] = request.body.webhooks
    if (!sent || hooks.isTaken(sent.event, sent.target_url)) {
      throw invalid('Validation error, cannot save webhook.')
    }
    return reply.code(201).send({ webhooks: [hooks.subscribe(sent)] })
  })
  const find = (id: string): Row => {
    const row = hooks.subscriptions.get(id)
    if (!row) throw notFound('webhook')
    return row
  }
  app.put<{ Params: { id: string }; Body: HookBody }>('/webhooks/:id/', (request) => {
    return { webhooks: [Object.assign(find(request.params.id), request.body.webhooks[0])] }
  })
  app.delete<{ Params: { id: string } }>('/webhooks/:id/', (request, reply) => {
    hooks.subscriptions.delete(find(request.params.id).id)
    return reply.code(204).send()
  })
}

/** `POST /images/upload/`, and the files themselves. */
export async function fileRoutes(app: FastifyInstance, ghost: Ghost): Promise<void> {
  await app.register(fastifyMultipart, { limits: { fileSize: 50 * 1024 * 1024 } })
  app.post('/images/upload/', async (request, reply) => {
    const part = await request.file()
    if (!part) throw invalid('Please select an image.')
    const path = `/content/images/2026/11/${randomUUID().slice(0, 8)}-${part.filename}`
    state(ghost).set(path, { bytes: await part.toBuffer(), contentType: part.mimetype })
    const ref = (part.fields.ref as { value?: string } | undefined)?.value ?? null
    return reply.code(201).send({ images: [{ url: ghost.url + path, ref }] })
  })
}

const state = (ghost: Ghost) => ghost.state.files

/** Ghost keeps its menus as text; anything else it refuses. */
function checked(key: string, value: unknown): unknown {
  if (!/^(secondary_)?navigation$/.test(key)) return value
  const items: unknown = typeof value === 'string' ? JSON.parse(value) : undefined
  if (!Array.isArray(items) || !items.every(isItem))
    throw invalid('Validation error, cannot edit setting.', `Validation (isJSON) failed for ${key}`)
  return value
}

const isItem = (one: unknown): boolean =>
  typeof (one as { label?: unknown }).label === 'string' &&
  typeof (one as { url?: unknown }).url === 'string'
