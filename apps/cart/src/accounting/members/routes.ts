import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { setLimit, topUp } from '../../ledger/members.ts'
import { checkAdmin, thisRunner } from '../../merchants/desk/runner.ts'
import { type Slip, slipOf, typed } from '../../merchants/desk/slips.ts'
import { balanceTag } from '../../ledger/balance-tag.ts'
import { typedAmount } from '../amount.ts'
import { memberAccount, memberAccounts } from './queries.ts'

const config = { access: 'admin' as const }
const params = z.object({ personId: z.uuid() })
const querystring = z.object({ email: z.string().trim().max(320).optional() })
const list = '/desk/accounts/members'

/** `/desk/accounts/members`: what members have and owe, paying in, and how much they may owe. */
export const memberRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app
  const { currency } = appConfig

  app.get(list, { config, schema: { querystring } }, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { email } = request.query
    const members = await memberAccounts(db, app, runner, currency)
    const found = email ? await services.account.personByEmail(db, email) : null
    if (found) return reply.redirect(`${list}/${found.id}`, 303)
    return reply.page('accounting/members.njk', {
      load: async () => ({ page: { title: 'Members’ accounts', unlisted: true }, members, email }),
    })
  })

  app.get(`${list}/:personId`, { config, schema: { params } }, async (request, reply) =>
    memberPage(app, request, reply),
  )
}

/** Paying in, and how much a member may owe: asked once more before it is done. */
export const memberFormRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig, cache } = app
  const { currency } = appConfig
  const form = { config, schema: { params, body: typed } }

  app.post(`${list}/:personId/top-ups`, form, async (request, reply) => {
    const { personId } = request.params
    const runner = await thisRunner(app, request)
    checkAdmin(runner)
    await services.account.person(db, personId)
    return confirmed(request, reply, async () => {
      const { amount, ...paid } = topUpForm(currency).parse(request.body)
      const ask = { action: 'top-ups', amount: { amount, currency }, ...paid }
      const byPersonId = runner.personId
      return {
        ask,
        run: () => topUp(db, { personId, amountMinor: amount, currency, byPersonId, ...paid }),
      }
    })
  })

  app.post(`${list}/:personId/limits`, form, async (request, reply) => {
    const { personId } = request.params
    const runner = await thisRunner(app, request)
    checkAdmin(runner)
    await services.account.person(db, personId)
    return confirmed(request, reply, async () => {
      const { amount } = limitForm(currency).parse(request.body)
      const ask = { action: 'limits', amount: { amount, currency } }
      return { ask, run: () => setLimit(db, { personId, currency, limitMinor: amount }) }
    })
  })

  /** Asks once whether it is meant, then does it. */
  async function confirmed(request: Asked, reply: FastifyReply, deedOf: () => Promise<Deed>) {
    const { personId } = request.params
    const isMeant = request.body['confirmed'] === 'yes'
    let ask: object | undefined
    const slip = await slipOf(async () => {
      const deed = await deedOf()
      ask = deed.ask
      if (isMeant) await deed.run()
    })
    if (slip) return memberPage(app, request, reply, { slip, form: request.body })
    if (!isMeant) return memberPage(app, request, reply, { ask, form: request.body })
    await cache.purge([balanceTag(personId)])
    return reply.redirect(`${list}/${personId}`, 303)
  }
}

interface Deed {
  /** What is asked before it is done. */
  ask: object
  run(): Promise<unknown>
}

type Asked = FastifyRequest & { params: { personId: string }; body: Record<string, string> }

const topUpForm = (currency: string) =>
  z.object({
    requestKey: z.uuid(),
    amount: typedAmount(currency).refine((minor) => minor > 0, 'Write an amount above zero.'),
    method: z.enum(['cash', 'bank']),
    memo: z.string().trim().max(200).default(''),
  })

const limitForm = (currency: string) => z.object({ amount: typedAmount(currency) })

async function memberPage(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  again: { slip?: Slip; ask?: object | undefined; form?: object } = {},
) {
  const runner = await thisRunner(app, request)
  const { personId } = params.parse(request.params)
  const { currency } = app.appConfig
  const member = await memberAccount(app.db, app, runner, { personId, currency })
  return reply.code(again.slip?.status ?? 200).page('accounting/member.njk', {
    load: async () => ({
      page: { title: `The account of ${member.name}`, unlisted: true },
      member,
      requestKey: randomUUID(),
      form: {},
      ...again,
    }),
  })
}
