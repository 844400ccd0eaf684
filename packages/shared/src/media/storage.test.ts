import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { createStorage, type Storage } from './index.ts'
import { startS3Double } from './testing/s3-double.ts'

const dir = await mkdtemp(join(tmpdir(), 'storage-'))
const s3 = await startS3Double()
afterAll(async () => {
  await s3.close()
  await rm(dir, { recursive: true })
})

const bucket = {
  endpoint: s3.endpoint,
  region: 'eu-test-1',
  bucket: 'media',
  accessKey: 'AK',
  secretKey: 'SK',
}
const drivers: [string, Storage][] = [
  ['a folder', createStorage({ dir: join(dir, 'kept') })],
  ['a bucket', createStorage({ dir, s3: bucket })],
]

const answered = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })

async function textOf(storage: Storage, key: string, range?: { start: number; end: number }) {
  const found = await storage.read(key, range)
  return found && { text: (await buffer(found.stream)).toString(), size: found.size }
}

describe.each(drivers)('%s', (_name, storage) => {
  it('keeps bytes and files, and gives them back whole or in part', async () => {
    const path = join(dir, 'upload')
    await writeFile(path, 'leeks after frost')

    await storage.put('ab12/original.txt', path, 'text/plain')
    await storage.put('ab12/small.txt', Buffer.from('leeks'), 'text/plain')

    expect(await textOf(storage, 'ab12/original.txt')).toEqual({
      text: 'leeks after frost',
      size: 17,
    })
    expect(await textOf(storage, 'ab12/original.txt', { start: 6, end: 10 })).toEqual({
      text: 'after',
      size: 17,
    })
    expect(await textOf(storage, 'ab12/small.txt')).toEqual({ text: 'leeks', size: 5 })
    expect(await storage.sizeOf('ab12/original.txt')).toBe(17)
  })

  it('replaces what was there, also while others put the same', async () => {
    const texts = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(50_000))

    await Promise.all(
      texts.map((text) => storage.put('cd34/same.txt', Buffer.from(text), 'text/plain')),
    )

    const kept = await textOf(storage, 'cd34/same.txt')
    expect(texts).toContain(kept?.text)
  })

  it('says that there is nothing, and removes what is not there without a word', async () => {
    await storage.put('ef56/gone.txt', Buffer.from('x'), 'text/plain')
    await storage.delete('ef56/gone.txt')
    await storage.delete('ef56/gone.txt')

    expect(await storage.has('ef56/gone.txt')).toBe(false)
    expect(await storage.sizeOf('nowhere/at-all.txt')).toBeUndefined()
    expect(await storage.read('nowhere/at-all.txt')).toBeUndefined()
    expect(await storage.has('ab12/original.txt')).toBe(true)
  })

  it.each(['../up', 'a/../../up', '/etc/passwd', 'a//b', '.hidden', 'a/.hidden', 'A', 'a\\b', ''])(
    'takes no key like %j',
    async (key) => {
      await expect(storage.put(key, Buffer.from('x'), 'text/plain')).rejects.toThrow('not a key')
      await expect(storage.read(key)).rejects.toThrow('not a key')
      await expect(storage.delete(key)).rejects.toThrow('not a key')
    },
  )
})

describe('a folder', () => {
  it('is left without a trace by a file that could not be read to its end', async () => {
    const storage = createStorage({ dir: join(dir, 'other') })

    await expect(storage.put('aa/x.txt', join(dir, 'missing'), 'text/plain')).rejects.toThrow(
      'ENOENT',
    )

    expect(await readdir(join(dir, 'other', 'aa'))).toEqual([])
  })
})

describe('a bucket', () => {
  it('is told the type of every file', () => {
    expect(s3.files.get('/media/ab12/original.txt')?.contentType).toBe('text/plain')
  })

  it('that refuses us or breaks down is not an empty one', async () => {
    const wrong = createStorage({ dir, s3: { ...bucket, accessKey: 'other' } })

    await expect(wrong.has('ab12/original.txt')).rejects.toMatchObject(answered(403))
    s3.breakDown()
    await expect(drivers[1]?.[1].has('ab12/original.txt')).rejects.toMatchObject(answered(500))
  })
})
