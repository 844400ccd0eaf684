import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { acceptRules, pricingRules } from '@rose-ash/shared/db/models/market-review'
import { testDatabase } from '@rose-ash/shared/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeStatusIn } from '../../desk/products/change-status.ts'
import { tellRestocks } from '../../desk/stock/tell-restocks.ts'
import { decideMany } from '../review/decide-many.ts'
import { openProposals } from '../review/queries.ts'
import { halfAgain } from '../testing/review-world.ts'
import { supplierWorld } from '../testing/supplier-world.ts'
import { chooseColumns, keepFile, runFile } from './run-file.ts'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'lists-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const { parts, people, supplier, managerId: personId } = await supplierWorld(db, { count: 1 })
const { origins } = parts.appConfig

/** A price list comes in and is read to its end. */
async function bring(rows: string[]) {
  const path = join(folder, crypto.randomUUID())
  writeFileSync(path, ['Nr;Name;Preis;Bestand', ...rows].join('\n'))
  const runId = await keepFile(parts, { ...people, path, name: 'liste.csv' })
  const columns = { sku: 'Nr', name: 'Name', price: 'Preis', stock: 'Bestand' }
  await chooseColumns(parts, { ...people, runId, columns })
  expect(await runFile(parts, runId)).toEqual({ outcome: 'done' })
}

const acceptAll = () =>
  decideMany(parts, { personId, supplierId: supplier.id, decision: 'accept', filter: {} })

/** What the outbox says is back. */
async function told() {
  await tellRestocks(db, parts)
  const { rows } = await db.execute<{ content: string }>(sql`
    select activity -> 'object' ->> 'content' as content from federation.ap_activities
    where type = 'Create' and object_uri like ${`${origins.market}/%#restock-%`} order by id`)
  return rows.map(({ content }) => content)
}

const list = (stock: number) =>
  Array.from({ length: 5 }, (_, n) => `K-${n};Käse ${n};${n + 2},50;${stock}`)

beforeAll(async () => {
  await db.insert(pricingRules).values({ supplierId: supplier.id, ...halfAgain })
  await bring(list(6))
  await acceptAll()
  const { rows } = await db.execute<{ id: string }>(sql`select id from market.products`)
  for (const { id } of rows)
    await db.transaction((tx) => changeStatusIn(tx, parts, { productId: id, status: 'published' }))
})

it('that says what is there again is told once its rows are accepted, in one note', async () => {
  await bring(list(0))
  expect(await acceptAll()).toMatchObject({ decided: 5 })
  expect(await told()).toEqual([])

  await bring(list(9))
  expect(await told()).toEqual([])
  expect(await acceptAll()).toMatchObject({ decided: 5 })

  const [note, ...more] = await told()
  expect(more).toEqual([])
  expect(note).toContain('<p>Back in stock at <strong>Stall</strong>:</p>')
  expect(note?.match(/">Käse \d</g)).toHaveLength(5)
  expect(await told()).toHaveLength(1)
})

it('is told by itself where a rule accepts it, and nothing of what never was gone', async () => {
  await db.insert(acceptRules).values({ supplierId: supplier.id, field: 'stock' })
  const before = await told()

  await bring([...list(12).slice(1), 'K-0;Käse 0;2,50;0'])
  expect(await told()).toEqual(before)
  await bring(list(20))

  const [news, ...more] = (await told()).slice(before.length)
  expect(more).toEqual([])
  expect(news).toContain('Back in stock: <strong>Käse 0</strong>')
  expect((await openProposals(db, supplier.id, { limit: 10 })).total).toBe(0)
})
