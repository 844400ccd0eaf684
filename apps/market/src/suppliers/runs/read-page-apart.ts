import { Worker } from 'node:worker_threads'
import { type PageRead, type PageToRead, readPage } from './read-page.ts'

/** Reading a page of this size takes some 40 ms; larger ones would keep visitors waiting. */
const largest = 100_000
const longestMs = 20_000
const heapMb = 384

/**
 * As `readPage`, in a thread when the page is large. A page that takes longer than 20 seconds or more
 * memory than there should be is given up: it answers with a problem.
 */
export async function readPageApart(page: PageToRead): Promise<PageRead> {
  if (page.text.length <= largest) return readPage(page)
  const worker = new Worker(new URL('read-page-worker.ts', import.meta.url), {
    workerData: page,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  const late = setTimeout(() => void worker.terminate(), longestMs)
  try {
    return await new Promise<PageRead>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the thread ended without an answer')))
    })
  } catch {
    const problem = 'This page is too complicated to be read.'
    return { products: [], links: [], canonical: page.url, problem }
  } finally {
    clearTimeout(late)
    await worker.terminate()
  }
}
