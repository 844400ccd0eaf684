import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { taxClasses } from '@rose-ash/shared/db/models/market'
import { acceptRules } from '@rose-ash/shared/db/models/market-review'
import { managedSupplier } from '../manages.ts'
import { personOf } from '../person-of.ts'
import { supplierPartsOf } from '../supplier-parts.ts'
import { rulesOf } from './our-price.ts'
import {
  acceptForm,
  addPricingRule,
  previewPrices,
  pricingForm,
  removePricingRule,
  saveAcceptRules,
} from './save-rules.ts'

const config = { access: 'manager' as const }
const params = z.object({ supplierId: z.uuid() })

/** `/desk/suppliers/…/rules`: how its prices become ours, and what may change without a person. */
export const ruleRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app
  const parts = supplierPartsOf(app)

  app.get(
    '/desk/suppliers/:supplierId/rules',
    { config, schema: { params } },
    async (request, reply) => {
      const { supplierId } = request.params
      const supplier = await managedSupplier(parts, { personId: personOf(request), supplierId })
      return reply.page('suppliers/rules.njk', {
        async load() {
          const accepting = await db
            .select()
            .from(acceptRules)
            .where(eq(acceptRules.supplierId, supplierId))
          return {
            page: { title: `Rules for ${supplier.title}`, unlisted: true },
            supplier,
            rules: await rulesOf(db, supplierId),
            taxes: await db.select().from(taxClasses).orderBy(asc(taxClasses.title)),
            accepting: Object.fromEntries(accepting.map((rule) => [rule.field, rule])),
            preview: await previewPrices(db, supplierId),
          }
        },
      })
    },
  )

  const formConfig = { ...config, formOn: back(':supplierId') }
  const add = { config: formConfig, schema: { params, body: pricingForm } }
  app.post('/desk/suppliers/:supplierId/rules', add, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    await addPricingRule(parts, { ...by, form: request.body })
    return reply.redirect(back(by.supplierId), 303)
  })

  const remove = { config, schema: { params: params.extend({ ruleId: z.uuid() }) } }
  app.post('/desk/suppliers/:supplierId/rules/:ruleId/removal', remove, async (request, reply) => {
    await removePricingRule(parts, { personId: personOf(request), ...request.params })
    return reply.redirect(back(request.params.supplierId), 303)
  })

  const accept = { config: formConfig, schema: { params, body: acceptForm } }
  app.post('/desk/suppliers/:supplierId/accept-rules', accept, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    await saveAcceptRules(parts, { ...by, form: request.body })
    return reply.redirect(back(by.supplierId), 303)
  })
}

const back = (supplierId: string) => `/desk/suppliers/${supplierId}/rules`
