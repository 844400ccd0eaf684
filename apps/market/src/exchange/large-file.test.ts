import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { and, eq, sql } from 'drizzle-orm'
import { roles } from '@rose-ash/shared/db/models/account'
import { products } from '@rose-ash/shared/db/models/market'
import { categories } from '@rose-ash/shared/db/models/market-shelves'
import { productImportRows } from '@rose-ash/shared/db/models/market-imports'
import { createServices } from '@rose-ash/shared/services/registry'
import { aPerson, temporaryFolder, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { expect, it } from 'vitest'
import { aMarket } from '../testing/shelves.ts'
import { checkImport } from './check-import.ts'
import { approveImport } from './decide-import.ts'
import { importOf } from './queries.ts'
import { startImport } from './start-import.ts'
import { writeImport } from './write-import.ts'

const ROWS = 30_000

// No app, so that no worker of it is at the same rows.
const { db } = await testDatabase()
const appConfig = testConfig('market')
const { origins, cooperative, admins } = appConfig
const services = createServices({ origins, handle: cooperative.handle, admins })
const house = { services, appConfig }

/** What is wrong, by line, with what is to be said of it. */
const bad: [line: number, row: string, problem: string][] = [
  [2, 'Käse 2;-1;5;', 'Price: A price cannot be below zero.'],
  [77, 'Käse 77;1e9;5;', 'Price: “1e9” is not a price. Write it in digits, such as 12.50.'],
  [501, 'Käse 501;12,5o €;5;', 'Price: Prices here are in GBP. Write the number alone.'],
  [1_000, ';3,50;5;', 'Name: '],
  [1_001, 'Käse 1001;;5;', 'Price: '],
  [4_444, 'Käse 4444;3,50;viele;', 'Stock: write a whole number from 0 on, not “viele”.'],
  [9_999, 'Käse 9999;3,50;-3;', 'Stock: write a whole number from 0 on, not “-3”.'],
  [15_000, 'Käse 15000;1.234,50;5;', 'Price: '],
  [20_001, 'Käse 20001;1000000000;5;', 'Price: '],
  [25_500, 'Käse 25500;3,50;5;Würste', 'Categories: there is no “Würste”. '],
  [30_000, 'Käse 30000;3,50;1,5;', 'Stock: '],
  [30_001, 'Käse 30001;zehn;5;', 'Price: '],
]

it('of 30,000 rows in Windows-1252 is looked at whole, and its 12 bad rows say what is wrong', async () => {
  const [{ id: personId }, market] = await Promise.all([
    aPerson(db),
    aMarket(db, { slug: 'cheese' }),
  ])
  const marketId = market.id
  await db.insert(categories).values({ marketId, slug: 'kaese', title: 'Käse' })
  await db.insert(roles).values({ personId, role: 'admin' })
  const runner = { personId, isAdmin: true }
  const path = join(temporaryFolder('large-file'), 'large.csv')
  const lines = Array.from({ length: ROWS }, (_, n) => `Käse ${n + 2};3,50;${n % 50};Käse`)
  for (const [line, row] of bad) lines[line - 2] = row
  // What Windows writes for the euro.
  const text = ['Bezeichnung;Preis;Bestand;Kategorie', ...lines].join('\r\n')
  writeFileSync(path, Buffer.from(text.replaceAll('€', '\u0080'), 'latin1'))

  const file = { runner, marketId, path, fileName: 'käse.csv' }
  const importId = await startImport(db, house, file)
  rmSync(path)
  const now = () => importOf(db, marketId, importId)
  while ((await now()).state === 'checking') await checkImport(db, house, importId)

  expect(await now()).toMatchObject({
    state: 'ready',
    encoding: 'windows-1252',
    counts: { create: ROWS - bad.length, update: 0, error: bad.length },
  })
  const wrong = await db
    .select({ line: productImportRows.line, problem: productImportRows.problem })
    .from(productImportRows)
    .where(and(eq(productImportRows.importId, importId), eq(productImportRows.outcome, 'error')))
    .orderBy(productImportRows.line)
  expect(wrong).toEqual(
    bad.map(([line, , problem]) => ({ line, problem: expect.stringContaining(problem) })),
  )
  expect(await db.$count(products)).toBe(0)

  await approveImport(db, house, { runner, marketId, importId })
  await writeImport(db, house, importId)

  // The first part of many: it goes on where that ended, with what is right alone.
  const titles = await db.select({ title: products.title }).from(products)
  const numbers = titles.map(({ title }) => Number(title.split(' ')[1])).toSorted((a, b) => a - b)
  expect(numbers.slice(0, 3)).toEqual([3, 4, 5])
  expect(numbers).toHaveLength(200)
  expect(numbers).not.toContain(77)
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from market.product_categories`,
  )
  expect(rows).toEqual([{ n: 200 }])
}, 600_000)
