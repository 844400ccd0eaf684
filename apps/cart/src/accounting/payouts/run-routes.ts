import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { csvLine } from '@rose-ash/shared/csv'
import { z } from 'zod'
import { pageRunBy, thisRunner } from '../../merchants/desk/runner.ts'
import { bankFile, decimal } from './bank-file.ts'
import { runOf } from './queries.ts'
import { statementOf } from './statement.ts'

const ofRun = {
  config: { access: 'admin' as const },
  schema: { params: z.object({ runId: z.uuid() }) },
}
const ofPage = {
  config: { access: 'manager' as const },
  schema: { params: z.object({ pageId: z.uuid() }) },
}

/** `/desk/payouts/runs/:runId`: a payout as a list, a table, and a file for the bank. */
export const payoutRunRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app

  app.get('/desk/payouts/runs/:runId', ofRun, async (request, reply) => {
    const run = await runOf(db, await thisRunner(app, request), request.params.runId)
    return reply.page('accounting/run.njk', {
      load: async () => ({ page: { title: 'A payout', unlisted: true }, run: shownRun(run) }),
    })
  })

  app.get('/desk/payouts/runs/:runId/bank-file.xml', ofRun, async (request, reply) => {
    const run = await runOf(db, await thisRunner(app, request), request.params.runId)
    return reply
      .type('application/xml; charset=utf-8')
      .header('content-disposition', `attachment; filename="payout-${run.id}.xml"`)
      .header('cache-control', 'private, no-store')
      .send(await bankFile(run))
  })

  app.get('/desk/payouts/runs/:runId/list.csv', ofRun, async (request, reply) => {
    const run = await runOf(db, await thisRunner(app, request), request.params.runId)
    const head = csvLine(['Name', 'IBAN', 'Amount', 'Currency', 'Reference'])
    const lines = run.payouts.map(({ id, name, iban, ...payout }) =>
      csvLine([
        name,
        iban,
        decimal({ amount: payout.amountMinor, ...payout }),
        payout.currency,
        id,
      ]),
    )
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="payout-${run.id}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(`\uFEFF${head}${lines.join('')}`)
  })
}

/** `/desk/payouts/producers/:pageId`: the statement of one page, for its managers too. */
export const statementRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app

  app.get('/desk/payouts/producers/:pageId', ofPage, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const producer = await pageRunBy(db, app, runner, request.params.pageId)
    return reply.page('accounting/statement.njk', {
      load: async () => ({
        page: { title: `Statement of ${producer.title}`, unlisted: true },
        producer,
        isAdmin: runner.isAdmin,
        statement: await statementOf(db, producer.id, appConfig.currency),
      }),
    })
  })
}

type Run = Awaited<ReturnType<typeof runOf>>

const shownRun = (run: Run) => ({
  ...run,
  payouts: run.payouts.map((payout) => ({
    ...payout,
    amount: { amount: payout.amountMinor, currency: payout.currency },
  })),
})
