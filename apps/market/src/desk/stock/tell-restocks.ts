import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Db } from '@rose-ash/shared/db'
import type { TaskList } from '@rose-ash/shared/jobs'
import {
  tellItIsBack,
  tellTheyAreBack,
  type Teller,
} from '@rose-ash/shared/services/market/tell-of-product'
import { z } from 'zod'

/** So many of a market are news of their own; more are one. */
const each = 3

const Back = z.array(
  z.object({
    restock_id: z.coerce.number(),
    product_id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    market: z.object({ slug: z.string(), title: z.string() }),
    worth_telling: z.boolean(),
  }),
)

/**
 * Tells followers what can be bought again, once: the rows that the trigger on `holds.supplies` wrote go
 * in the transaction that tells. What went again meanwhile is no news. What is all promised to baskets
 * waits, and so does a market while a file is written into it, an hour at most.
 */
export async function tellRestocks(db: Db, house: Teller): Promise<void> {
  await db.transaction(async (tx) => {
    const back = (await takeRestocks(tx)).filter((one) => one.worth_telling)
    for (const [, rows] of Map.groupBy(back, ({ market }) => market.slug)) {
      const products = [...new Map(rows.map((row) => [row.product_id, row])).values()]
      const [first] = products
      if (!first) continue
      const { market, restock_id: restockId } = first
      if (products.length > each) await tellTheyAreBack(tx, house, { market, products, restockId })
      else
        for (const { product_id: productId, restock_id: id } of products)
          await tellItIsBack(tx, house, { productId, restockId: id })
    }
  })
}

/** The job that does it, every minute: what comes back together is told together. */
export const restockTasks = ({ db, services, appConfig }: FastifyInstance): TaskList => ({
  'tell-restocks': async () => {
    await tellRestocks(db, { services, appConfig })
  },
})

export const restockCrontab = '\n* * * * * tell-restocks'

async function takeRestocks(tx: Db) {
  const { rows } = await tx.execute(sql`
    with gone as (
      delete from market.restocks restock
      using holds.supplies supply, market.variants variant, market.products product
      where supply.id = restock.supply_id and variant.supply_id = supply.id
        and product.id = variant.product_id
        and coalesce(supply.capacity + supply.backorder <= supply.taken
          or supply.capacity + supply.backorder > supply.taken + supply.held, true)
        and (restock.at < now() - interval '1 hour' or not exists (
          select from market.product_imports file
          where file.market_id = product.market_id and file.state = 'writing'))
      returning restock.id as restock_id, product.id as product_id, product.slug, product.title,
        product.market_id, product.status = 'published' and variant.active
          and coalesce(supply.capacity + supply.backorder > supply.taken, true) as worth_telling)
    select gone.*, jsonb_build_object('slug', market.slug, 'title', market.title) as market
    from gone join market.markets market on market.id = gone.market_id
    order by restock_id`)
  return Back.parse(rows)
}
