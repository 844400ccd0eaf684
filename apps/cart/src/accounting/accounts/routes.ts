import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { thisRunner } from '../../merchants/desk/runner.ts'
import { slipOf, typed } from '../../merchants/desk/slips.ts'
import { typedAmount } from '../amount.ts'
import { correct } from './correct.ts'
import { accountFor, accountsList, postingsOf } from './queries.ts'

const admins = { access: 'admin' as const }
const params = z.object({ accountId: z.uuid() })
const querystring = z.object({ before: z.coerce.number().int().min(1).optional() })

/** `/desk/accounts`: the accounts of the ledger, their postings, and corrections. */
export const accountRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app

  app.get('/desk/accounts', { config: admins }, async (request, reply) => {
    const accounts = await accountsList(db, app, await thisRunner(app, request))
    return reply.page('accounting/accounts.njk', {
      load: async () => ({
        page: { title: 'Accounts', unlisted: true },
        groups: [...Map.groupBy(accounts, ({ kind }) => kind)].map(([kind, own]) => ({
          kind,
          accounts: own,
        })),
      }),
    })
  })

  const one = { config: { access: 'manager' as const }, schema: { params, querystring } }
  app.get('/desk/accounts/:accountId', one, async (request, reply) =>
    reply.page('accounting/account.njk', await accountPage(app, request)),
  )

  const corrected = { config: admins, schema: { params, body: typed } }
  app.post('/desk/accounts/:accountId/corrections', corrected, async (request, reply) => {
    const { accountId } = request.params
    const runner = await thisRunner(app, request)
    const { currency } = await accountFor(db, app, runner, accountId)
    const slip = await slipOf(async () => {
      const { otherId, side, amount, ...rest } = formOf(currency).parse(request.body)
      const [debitId, creditId] = side === 'more' ? [accountId, otherId] : [otherId, accountId]
      await correct(db, { runner, debitId, creditId, amountMinor: amount, ...rest })
    })
    if (!slip) return reply.redirect(`/desk/accounts/${accountId}`, 303)
    const again = await accountPage(app, request, { slip, form: request.body })
    return reply.code(slip.status).page('accounting/account.njk', again)
  })
}

const formOf = (currency: string) =>
  z.object({
    requestKey: z.uuid(),
    otherId: z.uuid('Choose the other account.'),
    side: z.enum(['more', 'less']),
    amount: typedAmount(currency),
    reason: z.string().trim().min(1, 'Say why.').max(300),
  })

async function accountPage(app: FastifyInstance, request: FastifyRequest, again: object = {}) {
  const runner = await thisRunner(app, request)
  const { accountId } = params.parse(request.params)
  const { before } = querystring.parse(request.query)
  const account = await accountFor(app.db, app, runner, accountId)
  const others = runner.isAdmin ? await accountsList(app.db, app, runner) : []
  const { lines, next } = await postingsOf(app.db, app, account, before)
  return {
    load: async () => ({
      page: { title: 'An account', unlisted: true },
      account,
      isAdmin: runner.isAdmin,
      others: others.filter(
        ({ id, balance }) => id !== account.id && balance.currency === account.currency,
      ),
      lines,
      next,
      requestKey: randomUUID(),
      form: {},
      ...again,
    }),
  }
}
