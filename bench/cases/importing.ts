import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { checkImport } from '@rose-ash/market/exchange/check-import'
import { approveImport } from '@rose-ash/market/exchange/decide-import'
import { startImport } from '@rose-ash/market/exchange/start-import'
import { writeImport } from '@rose-ash/market/exchange/write-import'
import { memoryOf } from '../load/process-figures.ts'
import { openOwnMarket } from '../stack/own-market.ts'
import type { Case } from './bench.ts'

const ROWS = Number(process.env['IMPORT_ROWS'] ?? 30_000)

/** A file of 30,000 new products, taken over, looked at and written by this process alone. */
export const importing: Case = async ({ stack }) => {
  const market = await openOwnMarket(stack.databaseUrl, 'bench_importing')
  const { db, personId, marketId } = market
  const path = join(stack.folder, 'products.csv')
  await writeFile(path, aFile())
  const memory = [resident()]
  try {
    const runner = { personId, isAdmin: true }
    const begun = performance.now()
    const file = { runner, marketId, path, fileName: 'products.csv' }
    const importId = await startImport(db, market, file)
    const taken = performance.now()
    const stateOf = async () => {
      const { rows } = await db.execute<{ state: string; written: number }>(sql`
        select state, (select count(*)::int from market.product_import_rows as one
          where one.import_id = import.id and written_at is not null) as written
        from market.product_imports as import where id = ${importId}`)
      return rows[0] ?? { state: 'none', written: 0 }
    }
    while ((await stateOf()).state === 'checking') await checkImport(db, market, importId)
    const looked = performance.now()
    await approveImport(db, market, { runner, marketId, importId })
    for (let now = await stateOf(); now.state === 'writing'; now = await stateOf()) {
      if (now.written >= ROWS / 2 && memory.length === 1) memory.push(resident())
      await writeImport(db, market, importId)
    }
    const ended = performance.now()
    memory.push(resident())
    const { written } = await stateOf()
    const rate = (from: number, to: number) => `${((ROWS * 1_000) / (to - from)).toFixed(0)} rows/s`
    return [
      {
        name: `import of ${ROWS} products as CSV`,
        target: 'all written',
        result: `read ${rate(begun, taken)}, looked at ${rate(taken, looked)}, written ${rate(looked, ended)}; RSS ${memory.map((mb) => mb.toFixed(0)).join(', ')} MB at the start, middle and end`,
        met: written === ROWS,
      },
    ]
  } finally {
    await market.close()
    await rm(path)
  }
}

const resident = (): number => memoryOf(process.pid).resident

function aFile(): string {
  const lines = Array.from(
    { length: ROWS },
    (_, n) =>
      `Loaf ${n},"A loaf, baked on day ${n % 7}",S-${n},${1 + (n % 40)}.${10 + (n % 90)},${n % 50}\n`,
  )
  return `Name,Description,SKU,Price,Stock\n${lines.join('')}`
}
