import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { typedPrice } from '../desk/products/parse-typed-price.ts'
import { localOf } from '@rose-ash/shared/time'
import { csvLine } from '@rose-ash/shared/csv'
import { fields } from './fields.ts'

/** A size with its product, as the database has it. */
type Row = Record<string, unknown> & { place: string; currency: string }

const AT_ONCE = 500

/**
 * A market's products as lines of CSV in UTF-8, one for each size, the names of the columns first.
 * Reading such a file in again changes nothing.
 */
export async function* exportProducts(
  db: Db,
  marketId: string,
  timeZone: string,
): AsyncGenerator<string> {
  // A spreadsheet takes it for what it is only with this mark.
  yield `\uFEFF${csvLine(Object.values(fields).map(({ name }) => name))}`
  let after = ''
  for (;;) {
    const rows = await nextRows(db, marketId, after)
    for (const row of rows) yield csvLine(cellsOf(row, timeZone))
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return
    after = last.place
  }
}

async function nextRows(db: Db, marketId: string, after: string): Promise<Row[]> {
  const { rows } = await db.execute<Row>(sql`
    select product.id || ' ' || to_char(variant.position, 'FM000000') as place,
      product.slug as address, product.title, product.status, product.description,
      product.producer, product.origin, product.image, product.image_alt as alt,
      product.tax_class as "taxClass", array_to_string(product.labels, ', ') as labels,
      array_to_string(product.allergens, ', ') as allergens,
      (select string_agg(category.title, '; ' order by category.title)
        from market.product_categories link
        join market.categories category on category.id = link.category_id
        where link.product_id = product.id) as categories,
      variant.title as size, variant.sku, variant.gtin, variant.currency, variant.price_minor,
      variant.member_price_minor, variant.floor_minor, variant.sale_price_minor, variant.sale_from, variant.sale_until,
      variant.measure_amount as "measureAmount", variant.measure_unit as "measureUnit",
      variant.weighed, variant.active, variant.min_per_order as "minPerOrder",
      variant.max_per_order as "maxPerOrder", variant.low_stock_at as "lowStockAt",
      supply.backorder, supply.capacity - supply.taken as stock
    from market.products product
    join market.variants variant on variant.product_id = product.id
    join holds.supplies supply on supply.id = variant.supply_id
    where product.market_id = ${marketId}
      and (product.id, variant.position) > (${after.split(' ')[0] || zero}::uuid,
        ${Number(after.split(' ')[1] ?? -1)}::int)
    order by product.id, variant.position limit ${AT_ONCE}`)
  return rows
}

const zero = '00000000-0000-0000-0000-000000000000'

function cellsOf(row: Row, timeZone: string): string[] {
  const { currency } = row
  const price = (name: string) => typedPrice(numberOf(row[name]), currency)
  const moment = (name: string) => {
    const at = row[name]
    return localOf(typeof at === 'string' || at instanceof Date ? new Date(at) : null, timeZone)
  }
  const made: Record<string, string> = {
    price: price('price_minor'),
    memberPrice: price('member_price_minor'),
    floor: price('floor_minor'),
    salePrice: price('sale_price_minor'),
    saleFrom: moment('sale_from'),
    saleUntil: moment('sale_until'),
    weighed: row['weighed'] ? 'yes' : 'no',
    active: row['active'] ? 'yes' : 'no',
  }
  return Object.keys(fields).map((field) => made[field] ?? textOf(row[field]))
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
