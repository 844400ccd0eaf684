import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { commenterName } from '@rose-ash/shared/contracts/federation'
import { z } from 'zod'
import { thisEditor } from '../editing/this-editor.ts'
import { ownPostIds, titlesOf } from './queries.ts'

const PER_PAGE = 30
const querystring = z.object({ before: z.uuid().optional().catch(undefined) })

/** `/comments`: what was said lately below the posts that this person looks after. */
export const commentDeskRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app
  const config = { access: 'author' as const }

  app.get('/comments', { config, schema: { querystring } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { before } = request.query
    return reply.page('comments/desk.njk', {
      async load() {
        const postIds = editor.role === 'author' ? await ownPostIds(db, editor) : null
        const asked = { postIds, before, limit: PER_PAGE + 1 }
        const found = await services.federation.newestComments(db, asked)
        const shown = found.slice(0, PER_PAGE)
        const titles = await titlesOf(db, [...new Set(shown.map(({ postId }) => postId))])
        const last = found.length > PER_PAGE ? shown.at(-1)?.id : undefined
        return {
          page: { title: 'Comments', unlisted: true },
          editor,
          comments: shown.map((one) => ({
            ...one,
            name: commenterName(one),
            own: one.personId === editor.personId,
            title: titles.get(one.postId) ?? '',
          })),
          here: before ? `/comments?before=${before}` : '/comments',
          older: last && `/comments?before=${last}`,
        }
      },
    })
  })
}
