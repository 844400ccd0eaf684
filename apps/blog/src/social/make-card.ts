import type { Storage } from '@rose-ash/shared/media'
import { inThread } from '@rose-ash/shared/threads'
import { limitAtOnce } from '@rose-ash/shared/services/media/limit-at-once'
import type { CardWords } from './draw-card.ts'

const oneAtATime = limitAtOnce(1)

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

async function drawn(words: CardWords): Promise<Buffer> {
  return Buffer.from(await inThread<Uint8Array>(new URL('card-worker.ts', import.meta.url), words))
}
