import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { giveTag } from '../../gifts/ask-for-gifts.ts'
import { providerKind, providerKinds } from '../../payments/providers.ts'
import { ActivityForm, CooperativeForm, MerchantForm, TermsForm } from './forms.ts'
import { cooperativeFor, sellerRunBy, sellersRunBy } from './queries.ts'
import { thisRunner } from './runner.ts'
import { saveCooperative, saveMerchant, switchMerchant } from './save-merchant.ts'
import { saveTerms } from './save-terms.ts'
import { slipOf, type Slip, typed } from './slips.ts'

const config = { access: 'manager' as const }
const params = z.object({ pageId: z.uuid() })
const schema = { params, body: typed }

/** `/desk/merchants`: who is paid, and on what terms each page sells. */
export const merchantRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop } = app

  app.get('/desk/merchants', { config }, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const sellers = await sellersRunBy(db, shop, runner)
    const cooperative = runner.isAdmin ? await cooperativeFor(db, runner) : null
    return reply.page('merchants/list.njk', {
      load: async () => ({
        page: { title: 'Who is paid', unlisted: true },
        sellers,
        cooperative,
      }),
    })
  })

  app.get('/desk/merchants/cooperative', { config }, async (request, reply) =>
    reply.page('merchants/cooperative.njk', await cooperativePage(app, request)),
  )

  const save = { config, schema: { body: typed } }
  app.post('/desk/merchants/cooperative', save, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const slip = await slipOf(async () => {
      const { baseVersion, ...words } = CooperativeForm.parse(request.body)
      await saveCooperative(db, { runner, baseVersion, words })
    })
    if (!slip) return reply.redirect('/desk/merchants', 303)
    const again = await cooperativePage(app, request, { slip, form: request.body })
    return reply.code(slip.status).page('merchants/cooperative.njk', again)
  })
}

/** `/desk/sellers/:pageId`: the terms and the merchant of one page. */
export const sellerRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop } = app

  app.get('/desk/sellers/:pageId', { config, schema: { params } }, async (request, reply) =>
    reply.page('merchants/seller.njk', await sellerPage(app, request, request.params.pageId)),
  )

  app.post('/desk/sellers/:pageId', { config, schema }, async (request, reply) => {
    const { pageId } = request.params
    const runner = await thisRunner(app, request)
    const slip = await slipOf(async () => {
      const { baseVersion, ...terms } = TermsForm.parse(request.body)
      await saveTerms(db, shop, { runner, pageId, baseVersion, terms })
      await shop.purge([giveTag(pageId)])
    })
    if (!slip) return reply.redirect(`/desk/sellers/${pageId}`, 303)
    const again = await sellerPage(app, request, pageId, { slip, termsForm: request.body })
    return reply.code(slip.status).page('merchants/seller.njk', again)
  })

  app.post('/desk/sellers/:pageId/merchant', { config, schema }, async (request, reply) => {
    const { pageId } = request.params
    const runner = await thisRunner(app, request)
    const slip = await slipOf(async () => {
      const { baseVersion, ...change } = MerchantForm.parse(request.body)
      await saveMerchant(db, shop, { runner, pageId, baseVersion, change })
    })
    if (!slip) return reply.redirect(`/desk/sellers/${pageId}#merchant`, 303)
    // The key is never shown again, not even to whoever typed it.
    const { apiKey: _secret, ...merchantForm } = request.body
    const again = await sellerPage(app, request, pageId, { merchantSlip: slip, merchantForm })
    return reply.code(slip.status).page('merchants/seller.njk', again)
  })

  const activity = { config, schema: { params, body: ActivityForm } }
  app.post('/desk/sellers/:pageId/merchant-activity', activity, async (request, reply) => {
    const { pageId } = request.params
    const runner = await thisRunner(app, request)
    const { baseVersion, active } = request.body
    await switchMerchant(db, shop, { runner, pageId, baseVersion, active: active === 'on' })
    return reply.redirect(`/desk/sellers/${pageId}#merchant`, 303)
  })
}

type Form = Record<string, string>

async function cooperativePage(
  app: FastifyInstance,
  request: FastifyRequest,
  again?: { slip: Slip; form: Form },
) {
  const merchant = await cooperativeFor(app.db, await thisRunner(app, request))
  const { cooperative } = app.appConfig
  const { merchantCode: code } = providerKind(merchant.provider).ours(app.appConfig)
  const form = again?.form ?? { ...merchant, address: merchant.address.join('\n') }
  const page = { title: 'The cooperative’s own account', unlisted: true }
  const ours = { name: cooperative.name, address: cooperative.address, code }
  return { load: async () => ({ page, merchant, form, slip: again?.slip, ours }) }
}

async function sellerPage(
  app: FastifyInstance,
  request: FastifyRequest,
  pageId: string,
  again: { slip?: Slip; termsForm?: Form; merchantSlip?: Slip; merchantForm?: Form } = {},
) {
  const runner = await thisRunner(app, request)
  const { page: seller, merchant, terms } = await sellerRunBy(app.db, app.shop, runner, pageId)
  const termsForm = again.termsForm ?? {
    ...terms,
    feeBasisPoints: percent(terms.feeBasisPoints),
    feeTaxRateBasisPoints: percent(terms.feeTaxRateBasisPoints),
  }
  const merchantForm =
    again.merchantForm ?? (merchant ? { ...merchant, address: merchant.address.join('\n') } : {})
  const chosen = merchant?.provider ?? again.merchantForm?.['provider']
  return {
    load: async () => ({
      page: { title: `What ${seller.title} sells`, unlisted: true },
      seller,
      merchant,
      terms,
      isAdmin: runner.isAdmin,
      slip: again.slip,
      merchantSlip: again.merchantSlip,
      termsForm,
      merchantForm,
      providers: providerKinds,
      provider: providerKinds.find(({ name }) => name === chosen) ?? providerKinds[0],
    }),
  }
}

const percent = (basisPoints: number) => String(basisPoints / 100)
