import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { ticketQr } from '@rose-ash/shared/services/events/ticket-qr'
import { z } from 'zod'
import { openTicket } from './open-ticket.ts'

const params = z.object({ ticketId: z.uuid() })
const querystring = z.object({ code: z.string().max(64).optional() })

/** `/tickets/:ticketId`: a ticket or booking to show at the door, for its holder or whoever has its code. */
export const ticketRoutes: FastifyPluginAsyncZod = async (app) => {
  const config = { access: 'owner' as const }

  app.get(
    '/tickets/:ticketId',
    { config, schema: { params, querystring } },
    async (request, reply) => {
      const { viewer, query } = request
      const asker = { viewer, code: query.code }
      const ticket = await openTicket(app.db, app.services, {
        ticketId: request.params.ticketId,
        asker,
      })
      return reply.page('tickets/ticket.njk', {
        load: async () => ({
          page: { title: ticket.entryTitle, app: 'events' },
          ticket,
          qr: await ticketQr(ticket.code),
        }),
      })
    },
  )
}
