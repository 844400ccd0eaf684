import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { money } from '@rose-ash/shared/money'
import { z } from 'zod'
import { balanceTag } from '../ledger/balance-tag.ts'
import { standingOf } from '../ledger/members.ts'

/** A member's credit, or what they owe, and paying in, for the account's dashboard. */
export const balance: FastifyPluginAsyncZod = async (app) => {
  const { currency, origins } = app.appConfig
  app.fragment('balance', { params: z.object({}) }, async ({ viewer }) => {
    if (viewer.kind !== 'member') return { html: '', tags: [] }
    const { balanceMinor, dueMinor, limitMinor } = await standingOf(
      app.db,
      viewer.personId,
      currency,
    )
    return {
      html: app.views.render('fragments/balance.njk', {
        credit: balanceMinor < 0 ? money(-balanceMinor, currency) : null,
        owed: balanceMinor > 0 ? money(balanceMinor, currency) : null,
        due: dueMinor > 0 ? money(dueMinor, currency) : null,
        limit: limitMinor > 0 ? money(limitMinor, currency) : null,
        href: `${origins.cart}/credit`,
      }),
      tags: [balanceTag(viewer.personId)],
    }
  })
}
