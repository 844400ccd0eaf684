import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { BadInput, NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { checkEditsAll, type Editor } from '../editing/editor.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { addItem, moveItem, type NavTarget, removeItem, renameItem } from './change-tree.ts'
import { below, findNode, navTree } from './queries.ts'
import { placesFor } from './places.ts'
import { targetsFor } from './targets.ts'

const config = { access: 'editor' as const }
const params = z.object({ id: z.uuid() })
const Label = z.string().trim().min(1, 'Give it a name.').max(100)
const Target = z
  .string()
  .regex(/^(post|tag|market|calendar):[0-9a-f-]{36}$/)
  .or(z.literal(''))
  .default('')
const NewItem = z.object({
  label: Label,
  target: Target,
  address: z.string().trim().max(2_000).default(''),
})
const Move = z.object({
  parentId: z.union([z.uuid(), z.literal('').transform(() => null)]).default(null),
  position: z.coerce.number().int().min(0).max(1_000),
})

/** `/navigation`: the menu of all six apps, changed by dragging, by keyboard, or by plain forms. */
export const navigationRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, cache, appConfig } = app
  const changed = () => cache.purge(['navigation'])

  const menu = (editor: Editor, sent?: z.infer<typeof NewItem> & { problem: string }) => ({
    async load() {
      const items = placesFor(await navTree(db, services, appConfig.origins))
      const page = { title: 'Navigation', unlisted: true }
      return { page, editor, items, targets: await targetsFor(db, services), sent }
    },
  })

  app.get('/navigation', { config }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    checkEditsAll(editor)
    return reply.page('navigation/navigation.njk', menu(editor))
  })

  app.post('/navigation', { config, schema: { body: NewItem } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { label, ...rest } = request.body
    try {
      await addItem(db, editor, { label, ...targetOf(rest, appConfig.origins) })
    } catch (error) {
      if (!(error instanceof BadInput)) throw error
      const sent = { ...request.body, problem: error.message }
      return reply.code(400).page('navigation/navigation.njk', menu(editor, sent))
    }
    await changed()
    return reply.redirect('/navigation', 303)
  })

  const named = { config, schema: { params, body: z.object({ label: Label }) } }
  app.post('/navigation/:id', named, async (request, reply) => {
    const editor = await thisEditor(app, request)
    await renameItem(db, editor, { ...request.params, ...request.body })
    await changed()
    return reply.redirect('/navigation', 303)
  })

  const moved = { config, schema: { params, body: Move } }
  app.post('/navigation/:id/place', moved, async (request, reply) => {
    const editor = await thisEditor(app, request)
    await moveItem(db, editor, { ...request.params, ...request.body })
    await changed()
    return reply.redirect(`/navigation#item-${request.params.id}`, 303)
  })

  app.get('/navigation/:id/removal', { config, schema: { params } }, async (request, reply) => {
    checkEditsAll(await thisEditor(app, request))
    const item = findNode(await navTree(db, services, appConfig.origins), request.params.id)
    if (!item) throw new NotFound('item')
    const page = { title: `Take ${item.label} out`, unlisted: true }
    return reply.page('navigation/removal.njk', {
      load: () => ({ page, item, below: below(item).map(({ label }) => label) }),
    })
  })

  app.post('/navigation/:id/removal', { config, schema: { params } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    await removeItem(db, editor, request.params.id)
    await changed()
    return reply.redirect('/navigation', 303)
  })
}

/** An address of ours is kept without its origin, so it survives a move to another domain. */
function targetOf(
  { target, address }: { target: string; address: string },
  origins: Record<string, string>,
): NavTarget {
  if (target !== '') {
    const [kind, targetId] = target.split(':')
    return { kind: kind as NavTarget['kind'], targetId: targetId ?? null }
  }
  if (address.startsWith('/')) return { kind: 'path', app: 'blog', path: address }
  if (!URL.canParse(address) || !/^https?:/.test(address)) {
    throw new BadInput(
      'Choose where it leads, or write a whole address such as https://example.org.',
    )
  }
  const url = new URL(address)
  const [app] = Object.entries(origins).find(([, origin]) => origin === url.origin) ?? []
  if (!app) return { kind: 'url', url: url.href }
  return {
    kind: 'path',
    app: app as NonNullable<NavTarget['app']>,
    path: url.pathname + url.search,
  }
}
