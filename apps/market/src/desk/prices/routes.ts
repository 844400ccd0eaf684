import { desc, eq } from 'drizzle-orm'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { priceChanges } from '@rose-ash/shared/db/models/market-prices'
import { z } from 'zod'
import { productForDesk } from '../products/queries.ts'
import { marketOfVariant, thisRunner } from '../runner.ts'
import { priceChart } from './price-chart.ts'

const config = { access: 'manager' as const }
const params = z.object({ variantId: z.uuid() })
const shown = 500

/** `/desk/variants/:id/prices`: what a size cost, as a chart and as a table. */
export const priceRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app

  app.get(
    '/desk/variants/:variantId/prices',
    { config, schema: { params } },
    async (request, reply) => {
      const runner = await thisRunner(app, request)
      const { variantId } = request.params
      const { productId } = await marketOfVariant(db, app, runner, variantId)
      const product = await productForDesk(db, app, runner, productId)
      return reply.page('desk/prices.njk', {
        async load() {
          const rows = await db
            .select()
            .from(priceChanges)
            .where(eq(priceChanges.variantId, variantId))
            .orderBy(desc(priceChanges.at), desc(priceChanges.id))
            .limit(shown)
          const people = rows.flatMap(({ personId }) => personId ?? [])
          const names = await services.account.names(db, [...new Set(people)])
          const size = product.variants.find(({ id }) => id === variantId)
          return {
            page: { title: `Prices of ${product.title}`, unlisted: true },
            product,
            size,
            chart: priceChart(rows.toReversed(), new Date()),
            changes: rows.map((row) => ({ ...row, by: names.get(row.personId ?? '') ?? '' })),
          }
        },
      })
    },
  )
}
