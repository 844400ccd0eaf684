import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import excel from 'exceljs'
import {
  supplierFileRows,
  supplierRuns,
  suppliers,
} from '@rose-ash/shared/db/models/market-suppliers'
import { supplierItems } from '@rose-ash/shared/db/models/market-review'
import { testDatabase } from '@rose-ash/shared/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { supplierWorld } from '../testing/supplier-world.ts'
import { readRows } from './read-rows.ts'
import { chooseColumns, keepFile, runFile } from './run-file.ts'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'lists-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (bytes: Buffer | string) => {
  const path = join(folder, crypto.randomUUID())
  writeFileSync(path, bytes)
  return path
}

const cellsOf = async (path: string) => {
  const rows: (string | number)[][] = []
  for await (const { line, cells } of readRows(path)) rows.push([line, ...cells])
  return rows
}

const wanted = [
  [1, 'Nr', 'Käse'],
  [2, '7', 'a;b'],
]

describe('a price list', () => {
  it.each([
    ['UTF-8', Buffer.from('Nr;Käse\r\n7;"a;b"\r\n')],
    ['UTF-8 with its mark', Buffer.from('\uFEFFNr;Käse\n7;"a;b"\n')],
    ['Windows-1252', Buffer.from('Nr;K\xe4se\n7;"a;b"', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFNr\tKäse\n7\ta;b\n', 'utf16le')],
    ['commas', Buffer.from('Nr,Käse\n7,a;b\n')],
  ])('is read in %s', async (_what, bytes) => {
    expect(await cellsOf(file(bytes))).toEqual(wanted)
  })

  it('is read from a workbook', async () => {
    const book = new excel.Workbook()
    book.addWorksheet('A').addRows([
      ['Nr', 'Käse'],
      [7, 'a;b'],
    ])
    const path = join(folder, 'book.xlsx')
    await book.xlsx.writeFile(path)

    expect(await cellsOf(path)).toEqual(wanted)
  })

  it.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])],
    ['a broken workbook', Buffer.from('PK\x03\x04nothing')],
    ['nothing but a head', Buffer.from('Nr;Name\n')],
  ])('that is %s is refused, and nothing of it kept', async (_what, bytes) => {
    const { parts, people, supplier } = await supplierWorld(db, { count: 1 })

    const sent = keepFile(parts, { ...people, path: file(bytes), name: 'x.csv' })

    await expect(sent).rejects.toMatchObject({ code: 'no_price_list' })
    expect(await db.$count(supplierRuns, eq(supplierRuns.supplierId, supplier.id))).toBe(0)
  })

  it('becomes proposals row by row; bad rows say why and where, and nothing is lost', async () => {
    const { parts, people, supplier, memberId } = await supplierWorld(db, { count: 1 })
    const rows = Array.from({ length: 1_000 }, (_, n) => `${n};Käse ${n};${n + 1},50 €;12`)
    rows[400] = '400;Käse 400;12,5o €;12'
    rows[700] = ';;3,00;1'
    rows[900] = '900;Käse 900;-1;1'
    // What Windows writes for the euro.
    const text = ['Nr;Name;Preis;VPE', ...rows].join('\n').replaceAll('€', '\u0080')
    const path = file(Buffer.from(text, 'latin1'))
    const sent = { ...people, path, name: 'liste.csv' }
    await expect(keepFile(parts, { ...sent, personId: memberId })).rejects.toMatchObject({
      status: 403,
    })
    const runId = await keepFile(parts, sent)
    const columns = { sku: 'Nr', name: 'Name', price: 'Preis', caseSize: 'VPE' }

    await chooseColumns(parts, { ...people, runId, columns })
    // As if the process died in between: it goes on where it was.
    expect(await runFile(parts, runId, { forMs: -1 })).toEqual({ outcome: 'waiting' })
    const both = await Promise.all([runFile(parts, runId), runFile(parts, runId)])

    expect(both).toContainEqual({ outcome: 'done' })
    const items = eq(supplierItems.supplierId, supplier.id)
    expect(await db.$count(supplierItems, items)).toBe(997)
    const [one] = await db
      .select()
      .from(supplierItems)
      .where(and(items, eq(supplierItems.externalId, '3')))
    expect(one).toMatchObject({ title: 'Käse 3', caseSize: 12, found: { priceMinor: 450 } })
    const bad = await db
      .select({ line: supplierFileRows.line, problem: supplierFileRows.problem })
      .from(supplierFileRows)
      .where(and(eq(supplierFileRows.runId, runId), eq(supplierFileRows.outcome, 'bad')))
      .orderBy(supplierFileRows.line)
    expect(bad).toEqual([
      { line: 402, problem: 'This is not written as a price is.' },
      { line: 702, problem: 'There is no name in this row.' },
      { line: 902, problem: 'The price is below zero.' },
    ])
    const [run] = await db.select().from(supplierRuns).where(eq(supplierRuns.id, runId))
    expect(run).toMatchObject({ state: 'done', report: { items: 997, bad_rows: 3 } })
    const [kept] = await db.select().from(suppliers).where(eq(suppliers.id, supplier.id))
    expect(kept?.fileColumns).toEqual(columns)
  })
})
