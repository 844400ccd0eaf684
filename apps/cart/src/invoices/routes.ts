import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findOrder } from '../orders/queries.ts'
import type { InvoiceContent } from './content.ts'
import { drawPaper } from '../papers/draw-paper.ts'
import { contentOf } from './queries.ts'

const params = z.object({ orderId: z.uuid() })
const noteParams = params.extend({ invoiceId: z.uuid() })
const querystring = z.object({ key: z.string().max(64).optional() })
const config = { access: 'owner' as const }

/** `/orders/:orderId/invoice.pdf` and its credit notes, for whoever may open the order. */
export const invoiceRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app

  app.get(
    '/orders/:orderId/invoice.pdf',
    { config, schema: { params, querystring } },
    async ({ params: { orderId }, query: { key }, viewer }, reply) => {
      await findOrder(db, services, { orderId, asker: { viewer, key } })
      return sendPaper(reply, await contentOf(db, { orderId }))
    },
  )

  app.get(
    '/orders/:orderId/credit-notes/:invoiceId.pdf',
    { config, schema: { params: noteParams, querystring } },
    async ({ params: { orderId, invoiceId }, query: { key }, viewer }, reply) => {
      await findOrder(db, services, { orderId, asker: { viewer, key } })
      return sendPaper(reply, await contentOf(db, { orderId, creditNoteId: invoiceId }))
    },
  )
}

/** It never changes: a browser may keep it, for its own person. */
async function sendPaper(reply: FastifyReply, content: InvoiceContent): Promise<FastifyReply> {
  const name = content.kind === 'invoice' ? 'invoice' : 'credit-note'
  return reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${name}-${content.number}.pdf"`)
    .header('cache-control', 'private, max-age=86400')
    .send(await drawPaper({ kind: 'invoice', content }))
}
