import { Worker } from 'node:worker_threads'
import type { Storage } from '@rose-ash/shared/media'
import { limitAtOnce } from '../media/limit-at-once.ts'
import type { CardWords } from './draw-card.ts'

const oneAtATime = limitAtOnce(1)
const PATIENCE_MS = 20_000

/**
 * Sees to it that the card lies in the storage. It is drawn once, one card at a time, in a thread
 * that ends afterwards: requests never wait for it, and no memory stays behind.
 */
export async function makeCard(storage: Storage, key: string, words: CardWords): Promise<void> {
  if (await storage.has(key)) return
  await oneAtATime(async () => {
    if (await storage.has(key)) return
    await storage.put(key, await drawn(words), 'image/png')
  })
}

function drawn(words: CardWords): Promise<Buffer> {
  const worker = new Worker(new URL('card-worker.ts', import.meta.url), { workerData: words })
  const late = setTimeout(() => void worker.terminate(), PATIENCE_MS)
  return new Promise<Buffer>((resolve, reject) => {
    worker.once('message', (png: Uint8Array) => resolve(Buffer.from(png)))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the card was not drawn')))
  }).finally(() => clearTimeout(late))
}
