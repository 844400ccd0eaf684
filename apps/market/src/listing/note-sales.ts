import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'

/**
 * Tells listings of products whose sale has begun or ended since anybody last did. Whatever of the last day was not told
 * yet is told, so a minute in which no process lived is made up for, and asking twice tells nothing
 * twice.
 *
 * @returns the products.
 */
export async function noteSales(db: Db): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    with passed as (
      select variant.product_id, variant.sale_from as at from market.variants variant
      where variant.sale_price_minor is not null
        and variant.sale_from between now() - interval '20 hours' and now()
      union all
      select variant.product_id, variant.sale_until from market.variants variant
      where variant.sale_price_minor is not null
        and variant.sale_until between now() - interval '20 hours' and now()
    ), latest as (
      select product.market_id, passed.product_id, max(passed.at) as at
      from passed join market.products product on product.id = passed.product_id
      group by product.market_id, passed.product_id
    )
    insert into market.product_changes (market_id, product_id)
    select market_id, product_id from latest
    where not exists (select from market.product_changes told
      where told.market_id = latest.market_id and told.product_id = latest.product_id
        and told.at >= latest.at)
    returning product_id as id`)
  return rows.map(({ id }) => id)
}

/** Forgets changes that every process has read long ago. */
export async function forgetChanges(db: Db): Promise<void> {
  await db.execute(sql`delete from market.product_changes where at < now() - interval '1 day'`)
}
