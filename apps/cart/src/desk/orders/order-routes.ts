import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NotFound } from '@rose-ash/shared/errors'
import { drawPaper } from '../../papers/draw-paper.ts'
import { contentOf, papersOf } from '../../invoices/queries.ts'
import { checkWhole, orderFor, thisClerk } from '../clerk.ts'
import { MarkedQuery } from '../handover-routes.ts'
import { addNote } from './add-note.ts'
import { deskOrder } from './desk-order.ts'
import { mailAgain } from './mail-again.ts'
import { weighLine } from './weigh-line.ts'

const config = { access: 'manager' as const }
const params = z.object({ orderId: z.uuid() })
const lineParams = params.extend({ lineId: z.uuid() })
const paperParams = params.extend({ invoiceId: z.uuid() })
const querystring = z.object({
  ...MarkedQuery,
  done: z.enum(['mail', 'note', 'weight', 'cash', 'refund']).optional(),
})
const note = z.object({ text: z.string().trim().min(1, 'Write the note first.').max(2_000) })
const mail = z.discriminatedUnion('template', [
  z.object({ template: z.literal('receipt'), partId: z.literal('').default('') }),
  z.object({ template: z.enum(['refund', 'packed']), partId: z.uuid() }),
])
const weight = z.object({
  packedAmount: z.coerce.number().int().min(0).max(1_000_000),
  reason: z.string().trim().max(200).default(''),
})

/** `/desk/orders/:orderId`: one order, what is noted of it, and what its goods weighed. */
export const deskOrderRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop } = app

  app.get('/desk/orders/:orderId', { config, schema: { params, querystring } }, (request, reply) =>
    showOrder(app, request, reply, { told: request.query }),
  )

  app.post(
    '/desk/orders/:orderId/notes',
    { config, schema: { params, body: note } },
    async (request, reply) => {
      const clerk = await thisClerk(app, request)
      const { orderId } = request.params
      await addNote(db, { clerk, orderId, text: request.body.text })
      return reply.redirect(`/desk/orders/${orderId}?done=note#notes`, 303)
    },
  )

  const weighing = { config, schema: { params: lineParams, body: weight } }
  app.post('/desk/orders/:orderId/lines/:lineId/weight', weighing, async (request, reply) => {
    const { personId } = await thisClerk(app, request)
    const { orderId, lineId } = request.params
    await weighLine(db, shop, { lineId, personId, ...request.body })
    return reply.redirect(`/desk/orders/${orderId}?done=weight#goods`, 303)
  })

  const mailing = { config, schema: { params, body: mail } }
  app.post('/desk/orders/:orderId/mails', mailing, async (request, reply) => {
    const { orderId } = request.params
    await mailAgain(app, await thisClerk(app, request), { orderId, ...request.body })
    return reply.redirect(`/desk/orders/${orderId}?done=mail`, 303)
  })

  const paper = { config, schema: { params: paperParams } }
  app.get('/desk/orders/:orderId/papers/:invoiceId', paper, async (request, reply) => {
    const { orderId, invoiceId } = request.params
    checkWhole(await orderFor(db, await thisClerk(app, request), orderId))
    const known = (await papersOf(db, orderId)).find(({ id }) => id === invoiceId)
    if (!known) throw new NotFound('invoice')
    const creditNoteId = known.kind === 'credit_note' ? known.id : undefined
    const content = await contentOf(db, { orderId, creditNoteId })
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${known.kind}-${known.number}.pdf"`)
      .header('cache-control', 'private, no-store')
      .send(await drawPaper({ kind: 'invoice', content }))
  })
}

export interface ShownOrder {
  told?: object
  /** Why a form is shown again. */
  slip?: { status: number; message: string }
  form?: Record<string, string>
}

/** The page of an order, perhaps with what was wrong with a form. */
export async function showOrder(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { told, slip, form = {} }: ShownOrder,
) {
  const clerk = await thisClerk(app, request)
  const order = await deskOrder(app.db, app.shop, clerk, params.parse(request.params).orderId)
  return reply.code(slip?.status ?? 200).page('desk/order.njk', {
    load: async () => ({
      page: { title: `Order ${order.number}`, app: 'cart', unlisted: true },
      isAdmin: clerk.isAdmin,
      order,
      requestKey: randomUUID(),
      slip,
      form,
      told,
    }),
  })
}
