import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@rose-ash/shared/db'
import { markets } from '@rose-ash/shared/db/models/market'
import { NotFound, Refusal } from '@rose-ash/shared/errors'
import { checkManages, managedSupplier } from '../manages.ts'
import { personOf } from '../person-of.ts'
import { supplierPartsOf } from '../supplier-parts.ts'
import { suppliersOf } from './queries.ts'
import { createSupplier, saveSupplier, supplierForm } from './save-supplier.ts'

const config = { access: 'manager' as const }
const ofMarket = z.object({ marketId: z.uuid() })
const ofSupplier = z.object({ supplierId: z.uuid() })
const version = z.coerce.number().int().min(1)
const typed = z.record(z.string().max(50), z.string().max(2_000))
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

  const create = { config, schema: { params: ofMarket, body: typed } }
  app.post('/desk/markets/:marketId/suppliers', create, async (request, reply) => {
    const { marketId } = request.params
    const personId = personOf(request)
    await checkManages(parts, { personId, marketId })
    const parsed = supplierForm.safeParse(request.body)
    if (!parsed.success) {
      const problem = parsed.error.issues[0]?.message
      return reply
        .code(400)
        .page('suppliers/list.njk', { load: () => listPage(db, marketId, request.body, problem) })
    }
    const id = await createSupplier(parts, { personId, marketId, form: parsed.data })
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

  const save = { config, schema: { params: ofSupplier, body: typed } }
  app.post('/desk/suppliers/:supplierId/settings', save, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    const supplier = await managedSupplier(parts, by)
    const problem = await refusalOf(async () => {
      const form = supplierForm.parse(request.body)
      await saveSupplier(parts, { ...by, version: version.parse(request.body.version), form })
    })
    if (problem === undefined) return reply.redirect(settingsOf(by.supplierId), 303)
    const { timeZone } = app.appConfig
    return reply.code(problem.status).page('suppliers/settings.njk', {
      load: async () => ({
        page: { title: supplier.title, unlisted: true },
        supplier,
        form: request.body,
        problem: problem.message,
        timeZone,
      }),
    })
  })
}

async function listPage(db: Db, marketId: string, form: Record<string, string>, problem?: string) {
  const [market] = await db.select().from(markets).where(eq(markets.id, marketId))
  if (!market) throw new NotFound('market')
  const suppliers = await suppliersOf(db, marketId)
  return { page: { title: 'Suppliers', unlisted: true }, market, suppliers, form, problem }
}

const settingsOf = (supplierId: string) => `/desk/suppliers/${supplierId}/settings`

/** What a form is shown again with; anything unexpected is thrown on. */
async function refusalOf(
  work: () => Promise<void>,
): Promise<{ status: number; message: string } | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof z.ZodError)
      return { status: 400, message: error.issues[0]?.message ?? 'Look at the form again.' }
    if (error instanceof Refusal && error.status === 409) return error
    throw error
  }
}
