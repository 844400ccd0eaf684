import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { createStorage } from '@rose-ash/shared/media'
import { testDatabase } from '@rose-ash/shared/testing'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'
import { aPhoto, fileWith, temporaryFolder } from './testing/pictures.ts'

const { db, url } = await testDatabase()
const folder = await temporaryFolder()
const dir = join(folder, 'kept')
const storage = createStorage({ dir })
const program = fileURLToPath(new URL('testing/store-and-wait.ts', import.meta.url))

/** Starts a process that stores the file, and kills it before its `at`-th step. */
async function killAt(path: string, at: number): Promise<void> {
  const child = spawn(process.execPath, [program, url, dir, path, String(at)])
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  expect(said.toString()).toBe('waiting\n')
  child.kill('SIGKILL')
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
}

describe('a process that dies while it takes a file', () => {
  // Four files are put, then the row is written, then each file is looked for.
  it.each([1, 3, 4, 5, 8])(
    'before step %i leaves no row, and the next try is whole',
    async (at) => {
      const path = await fileWith(folder, await aPhoto({ width: 60, height: 40 }).png().toBuffer())

      await killAt(path, at)
      expect(await db.$count(mediaFiles)).toBe(0)

      const file = await storeMedia(db, storage, { path, name: 'leeks.png' })
      const keys = [file.key, ...file.variants.map(({ key }) => key)]
      expect(keys).toHaveLength(4)
      for (const key of keys) expect(await storage.has(key)).toBe(true)
      await db.delete(mediaFiles)
    },
    60_000,
  )
})
