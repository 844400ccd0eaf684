import type { FastifyInstance } from 'fastify'
import { eq } from 'drizzle-orm'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { products, variants } from '@rose-ash/shared/db/models/market'
import { productImportRows } from '@rose-ash/shared/db/models/market-imports'
import { temporaryFolder } from '@rose-ash/shared/testing'
import { deskWorld } from '../../desk/testing/desk-world.ts'
import { checkImport } from '../check-import.ts'
import { approveImport } from '../decide-import.ts'
import { importOf } from '../queries.ts'
import { startImport } from '../start-import.ts'
import { writeImport } from '../write-import.ts'

/** A market with its people, and files that are brought to it. */
export async function exchangeWorld(app: FastifyInstance) {
  const { db } = app
  const world = await deskWorld(app)
  const marketId = world.market.id
  const folder = temporaryFolder('exchange')
  const mine = { runner: world.manager, marketId }
  const stateOf = (importId: string) => importOf(db, marketId, importId)

  async function aFile(text: string): Promise<string> {
    const path = join(folder, crypto.randomUUID())
    await writeFile(path, text)
    return path
  }

  /** As the jobs do: part after part. */
  async function work(importId: string, state: string, part: () => Promise<unknown>) {
    while ((await stateOf(importId)).state === state) await part()
  }

  /** Brings a file and looks at all of it. Answers its id. */
  async function bring(text: string): Promise<string> {
    const path = await aFile(text)
    const importId = await startImport(db, app, { ...mine, path, fileName: 'products.csv' })
    await work(importId, 'checking', () => checkImport(db, app, importId))
    return importId
  }

  const writeRest = (importId: string) =>
    work(importId, 'writing', () => writeImport(db, app, importId))

  async function write(importId: string): Promise<void> {
    await approveImport(db, app, { ...mine, importId })
    await writeRest(importId)
  }

  async function supplyOf(sku: string): Promise<string> {
    const [row] = await db.select().from(variants).where(eq(variants.sku, sku))
    return row?.supplyId ?? ''
  }

  return {
    ...world,
    mine,
    aFile,
    bring,
    write,
    writeRest,
    stateOf,
    supplyOf,
    rowsOf: (importId: string) =>
      db
        .select()
        .from(productImportRows)
        .where(eq(productImportRows.importId, importId))
        .orderBy(productImportRows.line),
    productCount: () => db.$count(products, eq(products.marketId, marketId)),
    async pricesOf(productId: string): Promise<number[]> {
      const rows = await db.select().from(variants).where(eq(variants.productId, productId))
      return rows.map(({ priceMinor }) => priceMinor)
    },
    async onHand(sku: string): Promise<number | undefined> {
      const id = await supplyOf(sku)
      const [row] = await db.select().from(supplies).where(eq(supplies.id, id))
      return row && (row.capacity ?? 0) - row.taken
    },
  }
}
