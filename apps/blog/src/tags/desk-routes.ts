import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Db } from '@rose-ash/shared/db'
import { BadInput } from '@rose-ash/shared/errors'
import { checkEditsAll, type Editor } from '../editing/editor.ts'
import { Taken } from '../editing/taken.ts'
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
    return reply.page('tags/topics.njk', topicsPage(db, editor))
  })

  const one = { config, schema: { params } }
  for (const [url, template] of [
    ['/topics/:id', 'tags/topic.njk'],
    ['/topics/:id/deletion', 'tags/topic-deletion.njk'],
  ] as const) {
    app.get(url, one, async (request, reply) => {
      checkEditsAll(await thisEditor(app, request))
      return reply.page(template, topicPage(db, await topicById(db, request.params.id)))
    })
  }
}

/** All topics and their groups; `sent` is a group that could not be added or renamed (`id`), and why. */
export const topicsPage = (
  db: Db,
  { role }: Editor,
  sent?: { id?: string; name: string; problem: string },
) => ({
  async load() {
    const [topics, groups] = await Promise.all([everyTopic(db), everyGroup(db)])
    return { page: { title: 'Topics', unlisted: true }, role, topics, groups, sent }
  },
})

const topicPage = (
  db: Db,
  topic: Topic,
  sent?: z.infer<typeof TopicForm> & { problem: string },
) => ({
  async load() {
    const [topics, groups] = await Promise.all([everyTopic(db), everyGroup(db)])
    const others = topics.filter(({ id }) => id !== topic.id)
    return { page: { title: topic.name, unlisted: true }, topic, others, groups, sent }
  },
})

type Topic = Awaited<ReturnType<typeof topicById>>

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
      try {
        await changed([id], await changeTopic(db, editor, { id, ...request.body }))
      } catch (error) {
        if (!(error instanceof Taken || error instanceof BadInput)) throw error
        const sent = { ...request.body, problem: error.message }
        const page = topicPage(db, await topicById(db, id), sent)
        return reply.code(error.status).page('tags/topic.njk', page)
      }
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
