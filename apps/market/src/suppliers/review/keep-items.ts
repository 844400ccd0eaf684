import { and, eq, or, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { observations, supplierItems } from '@rose-ash/shared/db/models/market-review'
import type { FoundProduct } from '../../scraping/extract/found-product.ts'
import { comparable, stillRejected } from './comparable.ts'
import type { Item } from './item.ts'
import { propose } from './propose.ts'

export interface Source {
  supplierId: string
  runId: string
  sourceUrl: string
}

/**
 * Writes down what a page or a row shows, and what that would change in our market. Call it with the
 * run's row locked. The same thing shown twice in a run, under another address or number, is one item:
 * what was seen first counts.
 *
 * @returns the ids of the items, each once.
 */
export async function keepItems(
  tx: Db,
  source: Source,
  products: FoundProduct[],
): Promise<string[]> {
  const ids = new Set<string>()
  for (const found of products) ids.add(await keepItem(tx, source, found))
  return [...ids]
}

async function keepItem(tx: Db, source: Source, found: FoundProduct): Promise<string> {
  const known = await findItem(tx, source.supplierId, found)
  if (known && known.lastRunId === source.runId) {
    await observe(tx, { ...source, itemId: known.id }, found)
    return known.id
  }
  const seen = comparable(found)
  const item = known ? await update(tx, known, source, found) : await insert(tx, source, found)
  const observationId = await observe(tx, { ...source, itemId: item.id }, found)
  await propose(tx, { item, seen, observationId, runId: source.runId })
  return item.id
}

/** By its number there first, then by what the number is called elsewhere. */
async function findItem(
  tx: Db,
  supplierId: string,
  { externalId, gtin, url, variants }: FoundProduct,
): Promise<Item | undefined> {
  const { externalId: id, url: address, found } = supplierItems
  const same = [
    eq(id, externalId),
    ...(gtin === undefined ? [] : [sql`(${found} ->> 'gtin') = ${gtin}`]),
    // An address is a number only where nothing better is known: lists show many at one address.
    ...(externalId === url && variants.length === 0 ? [eq(address, url)] : []),
  ]
  const [item] = await tx
    .select()
    .from(supplierItems)
    .where(and(eq(supplierItems.supplierId, supplierId), or(...same)))
    .orderBy(sql`(${id} = ${externalId}) desc`, supplierItems.id)
    .limit(1)
  return item
}

async function insert(tx: Db, { supplierId, runId }: Source, found: FoundProduct): Promise<Item> {
  const { externalId, url, name: title, caseSize } = found
  const [item] = await tx
    .insert(supplierItems)
    .values({
      supplierId,
      externalId,
      url,
      title,
      found,
      lastRunId: runId,
      ...(caseSize !== undefined && { caseSize }),
    })
    .returning()
  if (!item) throw new Error('an insert answers its row')
  return item
}

async function update(tx: Db, known: Item, { runId }: Source, found: FoundProduct): Promise<Item> {
  const rejected = stillRejected(known.rejected, comparable(found))
  const { url, name: title } = found
  const [item] = await tx
    .update(supplierItems)
    .set({ found, url, title, rejected, misses: 0, lastRunId: runId, lastSeenAt: sql`now()` })
    .where(eq(supplierItems.id, known.id))
    .returning()
  if (!item) throw new Error('a locked run keeps its items')
  return item
}

async function observe(
  tx: Db,
  { itemId, runId, sourceUrl }: Source & { itemId: string },
  found: FoundProduct,
): Promise<number> {
  const priceMinor = smallEnough(found.priceMinor)
  const [row] = await tx
    .insert(observations)
    .values({ itemId, runId, sourceUrl, found, priceMinor })
    .returning({ id: observations.id })
  return row?.id ?? 0
}

/** The column is an int4; the whole price is in `found`. */
function smallEnough(minor: number | undefined): number | null {
  return minor === undefined || minor > 2_147_483_647 ? null : minor
}
