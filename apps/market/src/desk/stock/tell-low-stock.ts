import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Db } from '@rose-ash/shared/db'
import type { TaskList } from '@rose-ash/shared/jobs'
import { queueMail } from '@rose-ash/shared/mail'
import { z } from 'zod'

const LowRows = z.array(
  z.object({
    market_id: z.uuid(),
    market: z.string(),
    page_id: z.uuid().nullable(),
    product_id: z.uuid(),
    title: z.string(),
    size: z.string(),
    on_hand: z.number(),
  }),
)

type LowRow = z.infer<typeof LowRows>[number]

/**
 * Mails the managers of each market what has come to its low-stock limit, once until there is more of
 * it again: what is told is written down in the transaction that asks for the mail. Answers how many
 * sizes were told of.
 */
export async function tellLowStock(app: FastifyInstance): Promise<number> {
  return app.db.transaction(async (tx) => {
    await tx.execute(sql`update market.variants variant set low_stock_told_at = null
      from holds.supplies supply where supply.id = variant.supply_id
        and variant.low_stock_told_at is not null
        and (variant.low_stock_at is null or supply.capacity is null
          or supply.capacity - supply.taken > variant.low_stock_at)`)
    const rows = await newlyLow(tx, app)
    for (const [, low] of Map.groupBy(rows, ({ market_id }) => market_id)) {
      await mailManagers(tx, app, low)
    }
    return rows.length
  })
}

/** The job that does it, every minute. */
export const lowStockTasks = (app: FastifyInstance): TaskList => ({
  'tell-low-stock': async () => {
    await tellLowStock(app)
  },
})

export const lowStockCrontab = '\n* * * * * tell-low-stock'

async function newlyLow(tx: Db, { services }: FastifyInstance): Promise<LowRow[]> {
  const page = services.blog.attachedPage('market', sql.raw('product.market_id'))
  const { rows } = await tx.execute(sql`
    update market.variants variant set low_stock_told_at = now()
    from holds.supplies supply, market.products product, market.markets market
    where supply.id = variant.supply_id and product.id = variant.product_id
      and market.id = product.market_id and product.status = 'published' and variant.active
      and variant.low_stock_told_at is null
      and supply.capacity - supply.taken <= variant.low_stock_at
    returning market.id as market_id, market.title as market, ${page} ->> 'id' as page_id,
      product.id as product_id, product.title, variant.title as size,
      supply.capacity - supply.taken as on_hand`)
  return LowRows.parse(rows)
}

/** Without a manager, the cooperative itself is told. */
async function mailManagers(tx: Db, app: FastifyInstance, low: LowRow[]): Promise<void> {
  const { services, views, appConfig } = app
  const [first] = low
  if (!first) return
  const managers = first.page_id ? await services.blog.managersOf(tx, first.page_id) : []
  const people = await Promise.all(managers.map(async (id) => services.account.person(tx, id)))
  const addresses = people.map(({ email }) => email)
  const href = `${appConfig.origins.market}/desk/markets/${first.market_id}/products?low=on`
  const data = { market: first.market, low, href }
  for (const to of addresses.length > 0 ? addresses : [appConfig.cooperative.email]) {
    await queueMail(tx, {
      key: `low-stock-${randomUUID()}`,
      to,
      subject: `${appConfig.cooperative.name}: running low in ${first.market}`.slice(0, 200),
      html: views.render('mail/low-stock.html.njk', data),
      text: views.render('mail/low-stock.txt.njk', data),
    })
  }
}
