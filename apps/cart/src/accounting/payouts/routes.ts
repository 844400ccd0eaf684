import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { BadInput } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { thisRunner } from '../../merchants/desk/runner.ts'
import { OwedChanged } from './errors.ts'
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
  name: z.string().trim().max(70),
  iban: z.string().trim().max(60),
  pay: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(choice).max(500),
  ),
})

/** `/desk/payouts`: pay your suppliers. */
export const payoutRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  const { currency } = appConfig

  app.get('/desk/payouts', { config: admins }, (request, reply) =>
    showPayouts(app, request, reply, undefined),
  )

  app.post(
    '/desk/payouts',
    { config: admins, schema: { body: RunForm } },
    async (request, reply) => {
      const runner = await thisRunner(app, request)
      const { pay: wanted, ...form } = request.body
      try {
        await payProducers(db, app, { runner, currency, wanted, ...form })
      } catch (error) {
        if (!(error instanceof BadInput) && !(error instanceof OwedChanged)) throw error
        const chosen = new Set(wanted.map(({ pageId }) => pageId))
        const tried = { ...form, chosen, problem: error.message }
        return showPayouts(app, request, reply.code(error.status), tried)
      }
      return reply.redirect(`/desk/payouts/runs/${form.requestKey}`, 303)
    },
  )
}

/** A form that was refused: what was typed and chosen, and why. */
interface Tried {
  name: string
  iban: string
  chosen: Set<string>
  problem: string
}

async function showPayouts(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  tried: Tried | undefined,
) {
  const { db, appConfig } = app
  const { currency, cooperative } = appConfig
  const runner = await thisRunner(app, request)
  const owed = await producersOwed(db, app, runner, currency)
  const runs = await lastRuns(db, runner)
  const from = tried ?? { name: runs[0]?.name ?? cooperative.name, iban: runs[0]?.iban ?? '' }
  return reply.page('accounting/payouts.njk', {
    load: async () => ({
      page: { title: 'Pay your suppliers', unlisted: true },
      producers: owed.map((one) => ({
        ...one,
        isChosen: tried ? tried.chosen.has(one.pageId) : true,
      })),
      runs,
      requestKey: randomUUID(),
      from,
      problem: tried?.problem,
    }),
  })
}
