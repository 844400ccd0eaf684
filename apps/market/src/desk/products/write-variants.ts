import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { BadInput, Refusal } from '@rose-ash/shared/errors'
import type { VariantChange } from './product-change.ts'

interface VariantWrite {
  productId: string
  currency: string
  /** In the order of the shelf. */
  variants: VariantChange[]
  /** The product has none yet. */
  isNew: boolean
}

/** More of it is sold ahead than may be from now on. */
class BackorderInUse extends Refusal {
  constructor(title: string) {
    super(
      'backorder_in_use',
      409,
      `More of “${title}” is sold ahead than that. Write down a delivery first, or allow more.`,
    )
  }
}

/**
 * Writes the ways to buy a product; the row of the product must be locked by the caller. New ones
 * begin with nothing in stock. Those that are not named stay as they are, last. Answers their ids.
 *
 * @throws {BackorderInUse}
 */
export async function writeVariants(tx: Db, write: VariantWrite): Promise<string[]> {
  const { productId, currency, isNew } = write
  const before = isNew ? [] : await outOfTheWay(tx, productId)
  const known = new Set(before.map(({ id }) => id))
  if (write.variants.some(({ id }) => id !== null && !known.has(id)))
    throw new BadInput('A size of this product is not its own. Open the product again.')
  const ids: string[] = []
  for (const [position, { id, backorder, ...values }] of write.variants.entries()) {
    if (id === null)
      ids.push(await addVariant(tx, { ...values, position, productId, currency }, backorder))
    else {
      const [row] = await tx
        .update(variants)
        .set({ ...values, position })
        .where(eq(variants.id, id))
        .returning({ supplyId: variants.supplyId })
      await allowBackorder(tx, row?.supplyId ?? '', backorder, values.title)
      ids.push(id)
    }
  }
  const left = before.filter(({ id }) => !ids.includes(id))
  for (const { id } of left) {
    await tx.update(variants).set({ position: ids.length }).where(eq(variants.id, id))
    ids.push(id)
  }
  return ids
}

/**
 * The sizes that there are, put where two can change places: no two may have one place. Their supplies
 * are locked in the order in which orders lock them, so that none waits for the other for ever.
 */
async function outOfTheWay(tx: Db, productId: string): Promise<{ id: string }[]> {
  await tx.execute(sql`select from holds.supplies where id in (
      select supply_id from market.variants where product_id = ${productId})
    order by id for no key update`)
  const before = await tx
    .update(variants)
    .set({ position: sql`-1 - ${variants.position}` })
    .where(eq(variants.productId, productId))
    .returning({ id: variants.id, position: variants.position })
  return before.toSorted((a, b) => b.position - a.position)
}

async function addVariant(
  tx: Db,
  values: Omit<typeof variants.$inferInsert, 'supplyId'>,
  backorder: number,
): Promise<string> {
  const [supply] = await tx
    .insert(supplies)
    .values({ capacity: 0, backorder })
    .returning({ id: supplies.id })
  if (!supply) throw new Error('an insert answers its row')
  const [row] = await tx
    .insert(variants)
    .values({ ...values, supplyId: supply.id })
    .returning({ id: variants.id })
  if (!row) throw new Error('an insert answers its row')
  return row.id
}

/** One conditional update: what is sold meanwhile counts. */
async function allowBackorder(tx: Db, supplyId: string, backorder: number, title: string) {
  const enough = sql`${supplies.held} + ${supplies.taken} <= ${supplies.capacity} + ${backorder}`
  const { rowCount } = await tx
    .update(supplies)
    .set({ backorder })
    .where(and(eq(supplies.id, supplyId), or(isNull(supplies.capacity), enough)))
  if (rowCount !== 1) throw new BackorderInUse(title)
}
