import { inThread } from '@rose-ash/shared/threads'
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
  const script = new URL('read-page-worker.ts', import.meta.url)
  try {
    return await inThread<PageRead>(script, page, { longestMs, heapMb })
  } catch {
    const problem = 'This page is too complicated to be read.'
    return { products: [], links: [], canonical: page.url, problem }
  }
}
