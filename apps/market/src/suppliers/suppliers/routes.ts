import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@rose-ash/shared/db'
import { markets } from '@rose-ash/shared/db/models/market'
import { NotFound } from '@rose-ash/shared/errors'
import { checkManages, managedSupplier } from '../manages.ts'
import { personOf } from '../person-of.ts'
import { supplierPartsOf } from '../supplier-parts.ts'
import { suppliersOf } from './queries.ts'
import { createSupplier, saveSupplier, supplierForm } from './save-supplier.ts'

const config = { access: 'manager' as const }
const ofMarket = z.object({ marketId: z.uuid() })
const ofSupplier = z.object({ supplierId: z.uuid() })
const version = z.coerce.number().int().min(1)
/** `/desk/markets/…/suppliers`: whom a market buys from; `/desk/suppliers/…/settings`: one of them. */
export const supplierRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app
  const parts = supplierPartsOf(app)

  const list = { config, schema: { params: ofMarket } }
  app.get('/desk/markets/:marketId/suppliers', list, async (request, reply) => {
    const { marketId } = request.params
    await checkManages(parts, { personId: personOf(request), marketId })
    const form = { currency: 'GBP', locale: 'en-GB', rateSeconds: '2' }
    return reply.page('suppliers/list.njk', { load: () => listPage(db, marketId, form) })
  })

  const create = {
    config: { ...config, formOn: '/desk/markets/:marketId/suppliers' },
    schema: { params: ofMarket, body: supplierForm },
  }
  app.post('/desk/markets/:marketId/suppliers', create, async (request, reply) => {
    const { marketId } = request.params
    const by = { personId: personOf(request), marketId }
    const id = await createSupplier(parts, { ...by, form: request.body })
    return reply.redirect(`/desk/suppliers/${id}/recipe`, 303)
  })

  const settings = { config, schema: { params: ofSupplier } }
  app.get('/desk/suppliers/:supplierId/settings', settings, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    const supplier = await managedSupplier(parts, by)
    return reply.page('suppliers/settings.njk', {
      load: async () => ({
        page: { title: supplier.title, unlisted: true },
        supplier,
        form: supplier,
        timeZone: app.appConfig.timeZone,
      }),
    })
  })

  const save = {
    config: { ...config, formOn: settingsOf(':supplierId') },
    schema: { params: ofSupplier, body: supplierForm.extend({ version }) },
  }
  app.post('/desk/suppliers/:supplierId/settings', save, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    const { version: seen, ...form } = request.body
    await saveSupplier(parts, { ...by, version: seen, form })
    return reply.redirect(settingsOf(by.supplierId), 303)
  })
}

async function listPage(db: Db, marketId: string, form: Record<string, string>) {
  const [market] = await db.select().from(markets).where(eq(markets.id, marketId))
  if (!market) throw new NotFound('market')
  const suppliers = await suppliersOf(db, marketId)
  return { page: { title: 'Suppliers', unlisted: true }, market, suppliers, form }
}

const settingsOf = (supplierId: string) => `/desk/suppliers/${supplierId}/settings`
