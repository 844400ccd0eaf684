import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { csvLine } from '@rose-ash/shared/csv'
import { Refusal } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { itemsOf, usesOf, vouchersFor } from './queries.ts'
import { changeVoucher, createVouchers, switchVoucher, voucherFor } from './save-voucher.ts'
import { thisSteward } from './steward.ts'
import { changeOfForm, formOfVoucher, VoucherForm } from './voucher-form.ts'

const config = { access: 'manager' as const }
const params = z.object({ voucherId: z.uuid() })
const querystring = z.object({
  q: z.string().trim().max(100).default(''),
  before: z.uuid().optional(),
})
const inOnePage = 50
const inOneFile = 10_000

/** `/desk/vouchers`: those that one may change, new ones, and all of them as a file. */
export const voucherListRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app
  const { currency } = appConfig

  app.get('/desk/vouchers', { config, schema: { querystring } }, async (request, reply) => {
    const steward = await thisSteward(app, request)
    const search = { ...request.query, limit: inOnePage + 1 }
    return reply.page('vouchers/list.njk', {
      async load() {
        const rows = await vouchersFor(db, services, { steward, search, currency })
        const older = rows.length > inOnePage ? rows[inOnePage - 1]?.id : undefined
        const page = { title: 'Vouchers', app: 'cart', unlisted: true }
        const link = `${appConfig.origins.cart}/vouchers/`
        const vouchers = rows.slice(0, inOnePage)
        return { page, isAdmin: steward.isAdmin, vouchers, older, link, q: search.q }
      },
    })
  })

  app.get('/desk/vouchers.csv', { config, schema: { querystring } }, async (request, reply) => {
    const steward = await thisSteward(app, request)
    const search = { ...request.query, limit: inOneFile }
    const rows = await vouchersFor(db, services, { steward, search, currency })
    const lines = rows.map(({ code, title, used, maxUses, active }) => {
      const link = `${appConfig.origins.cart}/vouchers/${code}`
      return csvLine([
        code,
        title,
        link,
        String(used),
        String(maxUses ?? ''),
        active ? 'yes' : 'no',
      ])
    })
    const head = csvLine(['Code', 'Name', 'Link', 'Used', 'At most', 'Valid'])
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="vouchers.csv"')
      .header('cache-control', 'private, no-store')
      .send(`\uFEFF${head}${lines.join('')}`)
  })

  app.get('/desk/vouchers/new', { config }, async (request, reply) =>
    reply.page('vouchers/voucher.njk', { load: () => formPage(app, request, { values: blank }) }),
  )

  app.post('/desk/vouchers', { config, schema: { body: VoucherForm } }, async (request, reply) => {
    const steward = await thisSteward(app, request)
    const values = request.body
    try {
      const change = changeOfForm(values, appConfig)
      await createVouchers(db, { steward, change, many: values.many })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const shown = { values, problem: error.message }
      return reply.code(error.status).page('vouchers/voucher.njk', {
        load: () => formPage(app, request, shown),
      })
    }
    const q = values.many > 1 ? `?q=${encodeURIComponent(values.title)}` : ''
    return reply.redirect(`/desk/vouchers${q}`, 303)
  })
}

/** `/desk/vouchers/:voucherId`: one is changed, and switched off. */
export const voucherRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app

  app.get('/desk/vouchers/:voucherId', { config, schema: { params } }, async (request, reply) => {
    const steward = await thisSteward(app, request)
    const voucher = await voucherFor(db, steward, request.params.voucherId)
    const values = formOfVoucher(voucher, appConfig)
    return reply.page('vouchers/voucher.njk', {
      load: () => formPage(app, request, { values, voucherId: voucher.id }),
    })
  })

  const saved = { config, schema: { params, body: VoucherForm } }
  app.post('/desk/vouchers/:voucherId', saved, async (request, reply) => {
    const steward = await thisSteward(app, request)
    const { voucherId } = request.params
    const values = request.body
    await voucherFor(db, steward, voucherId)
    try {
      const change = changeOfForm(values, appConfig)
      await changeVoucher(db, { steward, voucherId, change, version: values.version })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const shown = { values, voucherId, problem: error.message }
      return reply.code(error.status).page('vouchers/voucher.njk', {
        load: () => formPage(app, request, shown),
      })
    }
    return reply.redirect('/desk/vouchers', 303)
  })

  const switched = { config, schema: { params, body: z.object({ active: z.enum(['yes', 'no']) }) } }
  app.post('/desk/vouchers/:voucherId/switch', switched, async (request, reply) => {
    const steward = await thisSteward(app, request)
    const active = request.body.active === 'yes'
    await switchVoucher(db, { steward, voucherId: request.params.voucherId, active })
    return reply.redirect('/desk/vouchers', 303)
  })
}

const blank = VoucherForm.parse({ kind: 'percent' })

interface Shown {
  values: VoucherForm
  voucherId?: string
  problem?: string
}

async function formPage(app: FastifyInstance, request: FastifyRequest, shown: Shown) {
  const { db, services } = app
  const steward = await thisSteward(app, request)
  const items = await itemsOf(db, services, steward)
  const { item } = shown.values
  // What is not sold any more stays what the voucher is for, whoever saves it again.
  if (item !== '' && !items.some(({ value }) => value === item)) {
    items.unshift({ value: item, label: 'As before (not on sale now)' })
  }
  const title = shown.voucherId ? `Voucher ${shown.values.code}` : 'A new voucher'
  return {
    page: { title, app: 'cart', unlisted: true },
    ...shown,
    pages: steward.pages,
    isAdmin: steward.isAdmin,
    items,
    uses: shown.voucherId ? await usesOf(db, shown.voucherId, 50) : [],
  }
}
