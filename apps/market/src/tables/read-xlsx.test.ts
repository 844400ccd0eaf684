import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import excel from 'exceljs'
import { strToU8, zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { readXlsx, type WorkbookLimits } from './read-xlsx.ts'
import type { TableRow } from './read-csv.ts'

const folder = mkdtempSync(join(tmpdir(), 'xlsx-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function rowsOf(bytes: Uint8Array, limits?: WorkbookLimits) {
  const path = join(folder, crypto.randomUUID())
  writeFileSync(path, bytes)
  const rows: TableRow[] = []
  for await (const row of readXlsx(path, limits)) rows.push(row)
  return rows
}

async function aBook(rows: unknown[][]): Promise<Uint8Array> {
  const book = new excel.Workbook()
  book.addWorksheet('First').addRows(rows)
  book.addWorksheet('Second').addRows([['not this one']])
  return Buffer.from(await book.xlsx.writeBuffer())
}

describe('a workbook', () => {
  it('is read by its first sheet, without its empty rows', async () => {
    const bytes = await aBook([
      ['Nr', 'Name'],
      [7, ' Rye '],
      [null, ''],
      [8, 'Oat'],
    ])

    expect(await rowsOf(bytes)).toEqual([
      { line: 1, cells: ['Nr', 'Name'] },
      { line: 2, cells: ['7', 'Rye'] },
      { line: 4, cells: ['8', 'Oat'] },
    ])
  })

  it('is refused in words when it unpacks to more than it may, sheets and texts apart', async () => {
    const bytes = await aBook(Array.from({ length: 500 }, (_, n) => [n, `Loaf ${n}`]))
    const tooLarge = 'too large once it is unpacked'

    await expect(rowsOf(bytes, { all: 20_000, texts: 20_000 })).rejects.toThrow(tooLarge)
    await expect(rowsOf(bytes, { all: 1_000_000, texts: 5_000 })).rejects.toThrow(tooLarge)
    expect(await rowsOf(bytes, { all: 1_000_000, texts: 100_000 })).toHaveLength(500)
  })

  it('of 300 MB in 300 KB is refused before it takes the memory', async () => {
    const sheet = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(300_000_000) })
    expect(sheet.length).toBeLessThan(400_000)
    const path = join(folder, 'bomb.xlsx')
    writeFileSync(path, sheet)

    // In a process of its own, whose memory nothing else takes.
    const module = new URL('read-xlsx.ts', import.meta.url).href
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { readXlsx } from ${JSON.stringify(module)}
      const before = process.resourceUsage().maxRSS
      const reading = Array.fromAsync(readXlsx(${JSON.stringify(path)}))
      const said = await reading.then(() => 'nothing', (error) => error.message)
      console.log(JSON.stringify({ said, kilobytes: process.resourceUsage().maxRSS - before }))`,
    ])

    const { said, kilobytes } = JSON.parse(stdout) as { said: string; kilobytes: number }
    expect(said).toContain('too large once it is unpacked')
    expect(kilobytes).toBeLessThan(240_000)
  })

  it.each([
    ['broken', strToU8('PK\u0003\u0004nothing')],
    ['no workbook', zipSync({ 'a.txt': strToU8('a') })],
  ])('that is %s has no rows or says so', async (_what, bytes) => {
    const rows = await rowsOf(bytes).catch((error: Error) => error.message)

    expect([[], 'This workbook cannot be read. Save its table as CSV.']).toContainEqual(rows)
  })
})
