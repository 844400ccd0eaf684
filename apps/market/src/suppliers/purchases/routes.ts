import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { and, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@rose-ash/shared/db'
import { purchaseOrders } from '@rose-ash/shared/db/models/market-purchases'
import { NotFound } from '@rose-ash/shared/errors'
import { managedSupplier } from '../manages.ts'
import { personOf } from '../person-of.ts'
import { supplierPartsOf } from '../supplier-parts.ts'
import { deskTags } from '../../desk/products/desk-tags.ts'
import { cancelPurchase, changeCases, sendPurchase } from './change-purchase.ts'
import { draftPurchase } from './draft-purchase.ts'
import { linesOf } from './move-purchase.ts'
import { receivePurchase } from './receive-purchase.ts'
import { settleShortage } from './settle-shortage.ts'

const config = { access: 'manager' as const }
const params = z.object({ supplierId: z.uuid() })
const ofOne = params.extend({ purchaseId: z.uuid() })
const ofLine = ofOne.extend({ lineId: z.uuid() })
const Shortage = z.object({ as: z.enum(['carried', 'written_off']) })
/** A number for each line, by its id. */
const numbers = z.record(z.uuid(), z.coerce.number().int().min(0).max(1_000_000))
const one = '/desk/suppliers/:supplierId/purchases/:purchaseId'

/** Units that members wait for and nobody said yet what becomes of. */
const undecided = sql<number>`(select coalesce(sum(line.short_units), 0)
  from market.purchase_lines line
  where line.purchase_id = purchase_orders.id and line.short_as is null)`.mapWith(Number)

/** `/desk/suppliers/…/purchases`: what the market buys, from the draft to the delivery. */
export const purchaseRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app
  const parts = supplierPartsOf(app)
  const { timeZone } = app.appConfig

  app.get(
    '/desk/suppliers/:supplierId/purchases',
    { config, schema: { params } },
    async (request, reply) => {
      const by = { personId: personOf(request), ...request.params }
      const supplier = await managedSupplier(parts, by)
      return reply.page('suppliers/purchases.njk', {
        async load() {
          const purchases = await db
            .select({ ...getTableColumns(purchaseOrders), undecided })
            .from(purchaseOrders)
            .where(eq(purchaseOrders.supplierId, by.supplierId))
            .orderBy(desc(purchaseOrders.id))
            .limit(100)
          return { page: { title: 'Purchases', unlisted: true }, supplier, purchases, timeZone }
        },
      })
    },
  )

  app.post(
    '/desk/suppliers/:supplierId/purchases',
    { config, schema: { params } },
    async (request, reply) => {
      const by = { personId: personOf(request), ...request.params }
      const id = await draftPurchase(parts, by)
      return reply.redirect(`/desk/suppliers/${by.supplierId}/purchases/${id}`, 303)
    },
  )

  app.get(one, { config, schema: { params: ofOne } }, async (request, reply) => {
    const { supplierId, purchaseId } = request.params
    const supplier = await managedSupplier(parts, { personId: personOf(request), supplierId })
    return reply.page('suppliers/purchase.njk', {
      async load() {
        const mine = and(
          eq(purchaseOrders.id, purchaseId),
          eq(purchaseOrders.supplierId, supplierId),
        )
        const [purchase] = await db.select().from(purchaseOrders).where(mine)
        if (!purchase) throw new NotFound('purchase')
        const lines = await linesOf(db, purchaseId)
        const later = await numbersOf(db, lines)
        const totalMinor = lines.reduce((sum, line) => sum + line.cases * line.casePriceMinor, 0)
        const page = { title: `Purchase ${purchase.number}`, unlisted: true }
        const of = lines.map((line) => ({
          ...line,
          carriedIntoNumber: later.get(line.carriedInto ?? ''),
        }))
        const open = lines.filter(({ shortAs }) => shortAs === null)
        const shortUnits = open.reduce((sum, line) => sum + (line.shortUnits ?? 0), 0)
        return { page, supplier, purchase, lines: of, shortUnits, totalMinor, timeZone }
      },
    })
  })
}

/** What is done with a purchase: other numbers, the mail, the delivery, or nothing at all. */
export const purchaseVerbRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = supplierPartsOf(app)
  const { cooperative } = app.appConfig

  const counted = { config: { ...config, formOn: one }, schema: { params: ofOne, body: numbers } }
  app.post(`${one}/cases`, counted, async (request, reply) => {
    const cases = new Map(Object.entries(request.body))
    await changeCases(parts, { personId: personOf(request), ...request.params, cases })
    return reply.redirect(pathOf(request.params), 303)
  })

  app.post(`${one}/delivery`, counted, async (request, reply) => {
    const received = new Map(Object.entries(request.body))
    const by = { personId: personOf(request), ...request.params }
    const { marketId, products } = await receivePurchase(parts, { ...by, received })
    await parts.purge(deskTags(products.map((product) => ({ ...product, marketId }))))
    return reply.redirect(pathOf(request.params), 303)
  })

  const settled = { config: { ...config, formOn: one }, schema: { params: ofLine, body: Shortage } }
  app.post(`${one}/lines/:lineId/shortage`, settled, async (request, reply) => {
    await settleShortage(parts, {
      personId: personOf(request),
      ...request.params,
      ...request.body,
    })
    return reply.redirect(pathOf(request.params), 303)
  })

  app.post(`${one}/mail`, { config, schema: { params: ofOne } }, async (request, reply) => {
    const by = { personId: personOf(request), ...request.params }
    await sendPurchase(parts, { ...by, cooperative: cooperative.name })
    return reply.redirect(pathOf(request.params), 303)
  })

  app.post(`${one}/cancellation`, { config, schema: { params: ofOne } }, async (request, reply) => {
    await cancelPurchase(parts, { personId: personOf(request), ...request.params })
    return reply.redirect(`/desk/suppliers/${request.params.supplierId}/purchases`, 303)
  })
}

const pathOf = ({ supplierId, purchaseId }: z.infer<typeof ofOne>) =>
  `/desk/suppliers/${supplierId}/purchases/${purchaseId}`

/** The numbers of the purchases that buy what was carried over, by their ids. */
async function numbersOf(
  db: Db,
  lines: readonly { carriedInto: string | null }[],
): Promise<Map<string, number>> {
  const ids = lines.flatMap(({ carriedInto }) => carriedInto ?? [])
  const { id, number } = purchaseOrders
  const rows = await db.select({ id, number }).from(purchaseOrders).where(inArray(id, ids))
  return new Map(rows.map((row) => [row.id, row.number]))
}
