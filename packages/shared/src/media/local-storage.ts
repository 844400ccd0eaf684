import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { checkKey, type Storage } from './storage.ts'

/** Files in a folder of this machine; the folder is made with the first of them. */
export function localStorage(dir: string): Storage {
  const pathOf = (key: string): string => join(dir, checkKey(key))

  async function sizeOf(key: string): Promise<number | undefined> {
    const found = await unlessMissing(stat(pathOf(key)))
    return found?.isFile() ? found.size : undefined
  }

  return {
    sizeOf,
    has: async (key) => (await sizeOf(key)) !== undefined,

    async put(key, content) {
      const path = pathOf(key)
      const partial = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
      await mkdir(dirname(path), { recursive: true })
      try {
        await write(partial, content)
        await rename(partial, path)
      } finally {
        await rm(partial, { force: true })
      }
    },

    async read(key, range) {
      const file = await unlessMissing(open(pathOf(key)))
      if (!file) return undefined
      const found = await file.stat()
      if (found.isFile()) return { stream: file.createReadStream({ ...range }), size: found.size }
      await file.close()
      return undefined
    },

    // Its folder stays: somebody may be about to put another file into it.
    delete: async (key) => rm(pathOf(key), { force: true }),
  }
}

/** Written and on the disk: a row about this file may be committed next. */
async function write(path: string, content: string | Buffer): Promise<void> {
  const source = typeof content === 'string' ? createReadStream(content) : [content]
  await pipeline(source, createWriteStream(path, { flags: 'wx', flush: true }))
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code)) return undefined
    throw error
  }
}
