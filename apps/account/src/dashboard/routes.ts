import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { SignInNeeded } from '@rose-ash/shared/errors'
import { fragment } from '@rose-ash/shared/fragments'

/** `/`: what is next for a member, and everything that is theirs. */
export const dashboardRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app

  app.get('/', { config: { access: 'member' } }, async ({ viewer }, reply) => {
    if (viewer.kind !== 'member') throw new SignInNeeded()
    const { personId } = viewer
    return reply.page('dashboard.njk', {
      fragments: [fragment('cart/order-summary'), fragment('cart/balance')],
      load: async () => ({
        page: { title: 'Your account', app: 'account' },
        person: await services.account.person(db, personId),
        tickets: await Promise.all(
          (await services.events.nextTickets(db, personId)).map(async (ticket) => ({
            ...ticket,
            qr: await services.events.ticketQr(ticket.code),
          })),
        ),
      }),
    })
  })
}
