import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { thisRunner } from '../../merchants/desk/runner.ts'
import { payProducers } from './pay-producers.ts'
import { lastRuns, producersOwed } from './queries.ts'

const admins = { access: 'admin' as const }

/** What is chosen is `<page>:<minor units>`: whom to pay, and what the list showed. */
const choice = z
  .string()
  .regex(/^[0-9a-f-]{36}:\d{1,9}$/)
  .transform((text) => ({ pageId: text.slice(0, 36), amountMinor: Number(text.slice(37)) }))
const RunForm = z.object({
  requestKey: z.uuid(),
  name: z.string().trim().min(1, 'Write whose account pays.').max(70),
  iban: z.string().trim().max(60),
  pay: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(choice).max(500),
  ),
})

/** `/desk/payouts`: pay your suppliers. */
export const payoutRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  const { currency, cooperative } = appConfig

  app.get('/desk/payouts', { config: admins }, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const producers = await producersOwed(db, app, runner, currency)
    const runs = await lastRuns(db, runner)
    return reply.page('accounting/payouts.njk', {
      load: async () => ({
        page: { title: 'Pay your suppliers', unlisted: true },
        producers,
        runs,
        requestKey: randomUUID(),
        from: { name: runs[0]?.name ?? cooperative.name, iban: runs[0]?.iban ?? '' },
      }),
    })
  })

  app.post(
    '/desk/payouts',
    { config: admins, schema: { body: RunForm } },
    async (request, reply) => {
      const runner = await thisRunner(app, request)
      const { pay: wanted, ...form } = request.body
      await payProducers(db, app, { runner, currency, wanted, ...form })
      return reply.redirect(`/desk/payouts/runs/${form.requestKey}`, 303)
    },
  )
}
