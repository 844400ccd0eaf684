import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCsv, type TableRow } from './read-csv.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csv-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(bytes: string | Uint8Array) {
  const path = join(folder, crypto.randomUUID())
  await writeFile(path, bytes)
  const { rows, ...table } = await readCsv(path)
  const read: TableRow[] = []
  for await (const row of rows) read.push(row)
  return { ...table, rows: read }
}

describe('a CSV file', () => {
  it('is read with commas, semicolons or tabs, whichever its first line has', async () => {
    for (const mark of [',', ';', '\t']) {
      const { header, rows } = await read(`Name${mark}Price\r\nRye${mark}"1${mark}20"\r\n`)

      expect(header).toEqual(['Name', 'Price'])
      expect(rows).toEqual([{ line: 2, cells: ['Rye', `1${mark}20`] }])
    }
  })

  it('is read from an old spreadsheet in Windows-1252, wherever its first accent is', async () => {
    const text = `Name;Price\n${'Rye;1\n'.repeat(30_000)}Crème brûlée;3,50 €\n`
    const bytes = Uint8Array.from(text, (mark) => (mark === '€' ? 0x80 : mark.charCodeAt(0)))

    const { encoding, rows } = await read(bytes)

    expect(encoding).toBe('windows-1252')
    expect(rows.at(-1)).toEqual({ line: 30_002, cells: ['Crème brûlée', '3,50 €'] })
  })

  it('is read in UTF-8 with its mark, and in UTF-16', async () => {
    expect((await read('\uFEFFName\nCrème')).header).toEqual(['Name'])
    const sixteen = await read(Buffer.from('\uFEFFName\nCrème', 'utf16le'))
    expect(sixteen).toMatchObject({ encoding: 'utf-16le', header: ['Name'] })
    expect(sixteen.rows[0]?.cells).toEqual(['Crème'])
    const swapped = await read(Buffer.from('\uFEFFName\nCrème', 'utf16le').swap16())
    expect(swapped).toMatchObject({ encoding: 'utf-16be', header: ['Name'] })
    expect(swapped.rows[0]?.cells).toEqual(['Crème'])
  })

  it('takes no mark between quotes for one between columns', async () => {
    const { header, rows } = await read('"Name; size, and\nmaker",Price\nRye,1\n')

    expect(header).toEqual(['Name; size, and\nmaker', 'Price'])
    expect(rows).toEqual([{ line: 3, cells: ['Rye', '1'] }])
  })

  it('leaves empty rows out and keeps short and long ones', async () => {
    const { rows } = await read('Name,Price\n\n,\nRye\nOat,1,2\n')

    expect(rows.map(({ cells }) => cells)).toEqual([['Rye'], ['Oat', '1', '2']])
  })

  it.each([
    ['an empty one', '', 'This file is empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'This file is no text'],
    ['one with an open quote', 'Name\n"Rye\n', 'cannot be read as a table'],
    ['one with a row of a megabyte', `Name\n"${'x'.repeat(1_000_000)}"\n`, 'cannot be read'],
  ])('is refused in words: %s', async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })

  it('comes back cell by cell, whatever is in them', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((text) => text.replaceAll(/[\0\uFEFF]/g, '').trim())
    const row = fc.tuple(cell, cell).filter((cells) => cells.some(Boolean))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (table) => {
        const line = (cells: string[]) =>
          cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')
        const { rows } = await read(['Name,Price', ...table.map(line)].join('\r\n'))

        expect(rows.map(({ cells }) => cells)).toEqual(table)
      }),
      { numRuns: 40 },
    )
  })
})
