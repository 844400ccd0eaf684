import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { productImportRows, productImports } from '@rose-ash/shared/db/models/market-imports'
import { Refusal } from '@rose-ash/shared/errors'
import { EditConflict } from '../desk/edit-conflict.ts'
import { changeStatusIn } from '../desk/products/change-status.ts'
import { deskTags } from '../desk/products/desk-tags.ts'
import { type ReadProduct, readProducts } from '../desk/products/queries.ts'
import { createProductIn, type SavedProduct, saveProductIn } from '../desk/products/save-product.ts'
import { type House, marketRunBy } from '../desk/runner.ts'
import { orTaken } from '../desk/slugs.ts'
import {
  goOn,
  inLanes,
  isOf,
  type LookedRow,
  nextGroups,
  openWork,
  type Work,
} from './import-work.ts'
import { type FileRow, readGroup } from './read-group.ts'

/** Fewer would be there than are promised to buyers. */
class StockPromised extends Refusal {
  constructor(wanted: number) {
    super('stock_promised', 409, `Stock: more than ${wanted} are promised to buyers just now.`)
  }
}

const toWrite = and(
  inArray(productImportRows.outcome, ['create', 'update']),
  isNull(productImportRows.writtenAt),
)

/**
 * Writes some products of an import, each in one transaction with the mark that it is written: killed
 * at any line, nothing is written twice. What was saved by somebody since the file was looked at is
 * left alone, and said. Answers the cache tags of what changed.
 */
export async function writeImport(db: Db, house: House, importId: string): Promise<string[]> {
  const work = await openWork(db, house, importId, 'writing')
  if (!work) return []
  const groups = toWrite ? await nextGroups(db, importId, toWrite) : []
  const products = await readProducts(
    db,
    groups.flatMap(([row]) => row?.productId ?? []),
  )
  const refusal = await refusalOf(marketRunBy(db, house, work.runner, work.marketId))
  const written = await inLanes(groups, (rows) =>
    writeGroup(db, house, { ...work, refusal }, { rows, products }),
  )
  const saved = written.filter((product) => product !== undefined)
  if (groups.length > 0) await goOn(db, 'write-import', importId)
  else {
    await db
      .update(productImports)
      .set({ state: 'done', endedAt: sql`now()` })
      .where(and(eq(productImports.id, importId), eq(productImports.state, 'writing')))
  }
  return saved.length > 0 ? deskTags(saved) : []
}

interface Group {
  rows: readonly LookedRow[]
  /** As they are now, by id; a save names the version it began with. */
  products: ReadonlyMap<string, ReadProduct>
}

async function writeGroup(
  db: Db,
  house: House,
  work: Work & { refusal: Refusal | undefined },
  group: Group,
): Promise<SavedProduct | undefined> {
  const { rows } = group
  const { refusal } = work
  const write = async () => {
    if (refusal) throw refusal
    return orTaken(
      db.transaction(async (tx) => {
        if (!(await claim(tx, work.id, rows))) return undefined
        const product = await writeProduct(tx, house, work, group)
        await tx
          .update(productImportRows)
          .set({ writtenAt: sql`now()`, productId: product.id })
          .where(isOf(work.id, rows))
        return product
      }),
    )
  }
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await db
      .update(productImportRows)
      .set({ outcome: 'error', problem: error.message })
      .where(isOf(work.id, rows))
    return undefined
  }
}

/** Whoever brought the file may run the market no more; then each row says so. */
async function refusalOf(check: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await check
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Whether all of these rows are this worker's to write: another one may be at them, or be done. */
async function claim(tx: Db, importId: string, rows: readonly FileRow[]): Promise<boolean> {
  const mine = await tx
    .select({ line: productImportRows.line })
    .from(productImportRows)
    .where(and(isOf(importId, rows), toWrite))
    .for('update', { skipLocked: true })
  return mine.length === rows.length
}

async function writeProduct(
  tx: Db,
  house: House,
  work: Work,
  { rows, products }: Group,
): Promise<SavedProduct> {
  const { runner, marketId, options } = work
  const [looked] = rows
  const saved = looked?.productId ? products.get(looked.productId) : undefined
  if (looked?.productId && saved?.version !== looked.baseVersion) throw new EditConflict()
  const { change, stock, status, problems } = readGroup(saved, rows, options)
  const [problem] = problems.values()
  if (problem !== undefined) throw new Refusal('import_row', 422, problem)
  const { personId } = runner
  const reason = `From the file ${work.fileName}`
  await explainChanges(tx, { personId, reason, kind: 'stock-take' })
  const product = saved
    ? await saveProductIn(tx, house, {
        marketId,
        productId: saved.id,
        baseVersion: saved.version,
        change,
      })
    : await createProductIn(tx, house, { marketId, change })
  for (const [place, wanted] of stock) {
    await setStock(tx, product.variantIds[place] ?? '', wanted)
  }
  if (status) await changeStatusIn(tx, house, { productId: product.id, status })
  return product
}

/** One conditional statement: what is sold at the same moment counts. @throws {StockPromised} */
async function setStock(tx: Db, variantId: string, wanted: number): Promise<void> {
  const mine = tx.select({ id: variants.supplyId }).from(variants).where(eq(variants.id, variantId))
  const { rowCount } = await tx
    .update(supplies)
    .set({ capacity: sql`${supplies.taken} + ${wanted}` })
    .where(
      and(inArray(supplies.id, mine), sql`${supplies.held} <= ${wanted} + ${supplies.backorder}`),
    )
  if (rowCount !== 1) throw new StockPromised(wanted)
}
