import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { money } from '@rose-ash/shared/money'
import { z } from 'zod'
import { handoverDays } from '../../checkout/handover-days.ts'
import { type Slip, slipOf } from '../../merchants/desk/slips.ts'
import { pathWith } from '../back.ts'
import { thisClerk } from '../clerk.ts'
import { formOfOption, optionForm } from './option-form.ts'
import {
  addOption,
  changeOption,
  type HandoverOption,
  optionFor,
  optionsFor,
} from './save-option.ts'

const config = { access: 'manager' as const }
const params = z.object({ optionId: z.uuid() })
const querystring = z.object({ page: z.union([z.uuid(), z.literal('')]).optional() })
const typed = z.record(
  z.string().max(50),
  z.union([z.string().max(2_000), z.array(z.string().max(10)).max(7)]),
)
const list = '/desk/handover-options'
const daysShown = 3

/** `/desk/handover-options`: the ways that one's pages have, and a new one. */
export const optionListRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app

  app.get(list, { config, schema: { querystring } }, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const page = request.query.page || undefined
    const options = await optionsFor(db, clerk, page)
    const groups = clerk.pages
      .filter(({ id }) => page === undefined || id === page)
      .map((one) => ({ ...one, options: options.filter(({ pageId }) => pageId === one.id) }))
      .filter(({ options: own }) => own.length > 0 || clerk.pages.length < 20)
    return reply.page('desk/options.njk', {
      load: async () => ({
        page: { title: 'Delivery and pick-up', app: 'cart', unlisted: true },
        isAdmin: clerk.isAdmin,
        pages: clerk.pages,
        chosen: page,
        groups: groups.map((one) => ({ ...one, options: one.options.map(shown) })),
      }),
    })
  })

  app.get(`${list}/new`, { config, schema: { querystring } }, (request, reply) =>
    showForm(app, request, reply, { form: { ...blank, page: request.query.page ?? '' } }),
  )

  app.post(list, { config, schema: { body: typed } }, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const { currency } = appConfig
    const slip = await slipOf(async () => {
      const pageId = z.uuid('Choose a page.').parse(request.body['page'])
      const values = optionForm(currency).parse(request.body)
      await addOption(db, { clerk, pageId, currency, values })
    })
    if (!slip) return reply.redirect(list, 303)
    return showForm(app, request, reply, { form: request.body, slip })
  })

  /** As it stands on the list, with the days that a buyer would be offered now. */
  function shown(option: HandoverOption) {
    const { feeMinor, freeFromMinor, currency } = option
    const now = new Date()
    return {
      ...option,
      fee: feeMinor === 0 ? null : money(feeMinor, currency),
      freeFrom: freeFromMinor === null ? null : money(freeFromMinor, currency),
      days: handoverDays(option, { now, timeZone: appConfig.timeZone, count: daysShown }),
    }
  }
}

/** `/desk/handover-options/:optionId`: one is changed, and switched off. */
export const optionRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app

  app.get(`${list}/:optionId`, { config, schema: { params } }, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const option = await optionFor(db, clerk, request.params.optionId)
    return showForm(app, request, reply, { form: formOfOption(option), option })
  })

  app.post(
    `${list}/:optionId`,
    { config, schema: { params, body: typed } },
    async (request, reply) => {
      const clerk = await thisClerk(app, request)
      const { optionId } = request.params
      const option = await optionFor(db, clerk, optionId)
      const slip = await slipOf(async () => {
        const baseVersion = z.coerce.number().int().parse(request.body['version'])
        const change = optionForm(option.currency).parse(request.body)
        await changeOption(db, { clerk, optionId, baseVersion, change })
      })
      if (!slip) return reply.redirect(pathWith(list, { page: option.pageId }), 303)
      return showForm(app, request, reply, { form: request.body, option, slip })
    },
  )

  const body = z.object({ active: z.enum(['yes', 'no']), version: z.coerce.number().int() })
  app.post(
    `${list}/:optionId/switch`,
    { config, schema: { params, body } },
    async (request, reply) => {
      const clerk = await thisClerk(app, request)
      const { active, version: baseVersion } = request.body
      const { optionId } = request.params
      const change = { active: active === 'yes' }
      await changeOption(db, { clerk, optionId, baseVersion, change })
      return reply.redirect(list, 303)
    },
  )
}

const blank = { kind: 'pickup', startsAt: '10:00', endsAt: '12:00', leadDays: '1', cutoff: '18:00' }

async function showForm(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { form, option, slip }: { form: object; option?: HandoverOption; slip?: Slip },
) {
  const clerk = await thisClerk(app, request)
  return reply.code(slip?.status ?? 200).page('desk/option.njk', {
    load: async () => ({
      page: { title: option?.title ?? 'A new way to hand over', app: 'cart', unlisted: true },
      isAdmin: clerk.isAdmin,
      pages: clerk.pages,
      form,
      option,
      slip,
    }),
  })
}
