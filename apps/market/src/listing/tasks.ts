import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { forgetChanges, noteSales } from './note-sales.ts'

export const listingCrontab = `
* * * * * note-sales
17 * * * * forget-product-changes
*/10 * * * * refresh-product-words`

/** What keeps listings and the search in step. */
export function listingTasks({ db, cache }: FastifyInstance): TaskList {
  return {
    async 'note-sales'() {
      const products = await noteSales(db)
      if (products.length > 0) await cache.purge(products.map((id) => `product:${id}`))
    },
    async 'forget-product-changes'() {
      await forgetChanges(db)
    },
    async 'refresh-product-words'() {
      await db.execute(sql`refresh materialized view concurrently market.search_words`)
    },
  }
}
