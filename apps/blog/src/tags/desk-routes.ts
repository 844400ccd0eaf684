import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { checkEditsAll } from '../editing/editor.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { changeTopic, deleteTopic, mergeTopics } from './change-topic.ts'
import { everyGroup, everyTopic, topicById } from './desk-queries.ts'

const config = { access: 'editor' as const }
const params = z.object({ id: z.uuid() })
const blankIsNull = z.literal('').transform(() => null)
const line = (max: number) => z.string().trim().max(max).default('')
const TopicForm = z.object({
  name: z.string().trim().min(1, 'Give it a name.').max(200),
  slug: line(150),
  description: line(500),
  image: line(2_000).transform((address) => (address === '' ? null : address)),
  seoTitle: line(300),
  seoDescription: line(500),
  groupId: z.union([z.uuid(), blankIsNull]).default(null),
})

/** `/topics`: what stories are about, as editors keep it in order. */
export const topicRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app
  app.get('/topics', { config }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    checkEditsAll(editor)
    return reply.page('tags/topics.njk', {
      async load() {
        const [topics, groups] = await Promise.all([everyTopic(db), everyGroup(db)])
        return { page: { title: 'Topics', unlisted: true }, role: editor.role, topics, groups }
      },
    })
  })

  const one = { config, schema: { params } }
  for (const [url, template] of [
    ['/topics/:id', 'tags/topic.njk'],
    ['/topics/:id/deletion', 'tags/topic-deletion.njk'],
  ] as const) {
    app.get(url, one, async (request, reply) => {
      checkEditsAll(await thisEditor(app, request))
      const topic = await topicById(db, request.params.id)
      return reply.page(template, {
        async load() {
          const [topics, groups] = await Promise.all([everyTopic(db), everyGroup(db)])
          const others = topics.filter(({ id }) => id !== topic.id)
          return { page: { title: topic.name, unlisted: true }, topic, others, groups }
        },
      })
    })
  }
}

/** `/topics/:id`, sent: a topic is changed, merged into another or deleted. */
export const topicChangeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app
  const one = { config, schema: { params } }
  const changed = (ids: string[], postIds: string[]) =>
    cache.purge([
      'tags',
      'posts',
      'navigation',
      ...ids.map((id) => `tag:${id}`),
      ...postIds.map((id) => `post:${id}`),
    ])

  app.post(
    '/topics/:id',
    { config, schema: { params, body: TopicForm } },
    async (request, reply) => {
      const editor = await thisEditor(app, request)
      const { id } = request.params
      await changed([id], await changeTopic(db, editor, { id, ...request.body }))
      return reply.redirect('/topics', 303)
    },
  )

  const merged = { config, schema: { params, body: z.object({ into: z.uuid() }) } }
  app.post('/topics/:id/merger', merged, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const merge = { ...request.params, ...request.body }
    await changed([merge.id, merge.into], await mergeTopics(db, editor, merge))
    return reply.redirect(`/topics/${merge.into}`, 303)
  })

  app.post('/topics/:id/deletion', one, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id } = request.params
    await changed([id], await deleteTopic(db, editor, id))
    return reply.redirect('/topics', 303)
  })
}
