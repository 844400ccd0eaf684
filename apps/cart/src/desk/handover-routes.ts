import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type ManyMarked, markings, markMany } from '../handing-over/mark-many.ts'
import { BackPath, pathWith } from './back.ts'
import { thisClerk } from './clerk.ts'

const pick = z
  .string()
  .regex(/^[\da-f-]{36}:[\da-f-]{36}$/)
  .transform((text) => ({ orderId: text.slice(0, 36), pageId: text.slice(37) }))
  .pipe(z.object({ orderId: z.uuid(), pageId: z.uuid() }))

const body = z.object({
  pick: z.union([pick.transform((one) => [one]), z.array(pick).max(200)]).default([]),
  as: z.enum(markings),
  back: BackPath,
})

/** `/desk/handovers`: one or many are packed or handed over, or not after all. */
export const handoverRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop } = app
  const options = { config: { access: 'manager' as const }, schema: { body } }

  app.post('/desk/handovers', options, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const { pick: picks, as, back } = request.body
    const marked = await markMany(db, shop, { picks, as, personId: clerk.personId })
    if (picks.length > 0 && marked.refused.length === 0) {
      const [path = '', query = ''] = back.split('?')
      const rest = Object.fromEntries(new URLSearchParams(query))
      return reply.redirect(pathWith(path, { ...rest, marked: String(marked.done), as }), 303)
    }
    return reply.page('desk/marked.njk', {
      load: async () => ({
        page: { title: headingOf(marked), app: 'cart', unlisted: true },
        isAdmin: clerk.isAdmin,
        marked,
        as,
        back,
      }),
    })
  })
}

const headingOf = ({ done, refused }: ManyMarked): string =>
  done + refused.length === 0 ? 'Nothing was ticked' : 'Not all of them could be'

/** What a list is told of the form that led back to it. */
export const MarkedQuery = {
  marked: z.coerce.number().int().min(1).max(200).optional(),
  as: z.enum(markings).optional(),
}
