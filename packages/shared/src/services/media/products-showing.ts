import { sql } from 'drizzle-orm'
import type { SQL } from '../../db/index.ts'

/** The products and markets that show a file of the media library: rows of kind, title and slug. */
export function productsShowing(folder: string | SQL): SQL {
  return sql`
    select 'product' as kind, product.title as title, product.slug as slug
      from market.products product
      where strpos(coalesce(product.image, ''), ${folder}) > 0 or exists (
        select 1 from market.product_images more
        where more.product_id = product.id and strpos(more.image, ${folder}) > 0)
    union all select 'market', shop.title, shop.slug
      from market.markets shop where strpos(coalesce(shop.image, ''), ${folder}) > 0`
}
