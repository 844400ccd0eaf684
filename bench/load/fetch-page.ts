import { setTimeout as wait } from 'node:timers/promises'
import { request } from 'undici'

export interface FetchedPage {
  bytes: Buffer
  contentType: string
  etag: string | undefined
}

interface FetchOptions {
  headers?: Record<string, string>
  /** What the page must show. */
  texts?: string[]
}

const PATIENCE_MS = 15_000

/** As `fetchPage`, again and again for a while: a fragment may come too late for the first answer. */
export async function fetchWarmPage(url: string, options: FetchOptions): Promise<FetchedPage> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await fetchPage(url, options)
    } catch (error) {
      if (Date.now() > end) throw error
      await wait(300)
    }
  }
}

/** @throws when the answer is not a page, or lacks one of `texts`. */
export async function fetchPage(
  url: string,
  { headers = {}, texts = [] }: FetchOptions = {},
): Promise<FetchedPage> {
  const response = await request(url, { headers: { accept: 'text/html', ...headers } })
  const bytes = Buffer.from(await response.body.arrayBuffer())
  if (response.statusCode !== 200) throw new Error(`${url} answers ${response.statusCode}`)
  const html = bytes.toString()
  for (const text of texts) if (!html.includes(text)) throw new Error(`${url} lacks “${text}”`)
  const { 'content-type': contentType, etag } = response.headers
  return {
    bytes,
    contentType: String(contentType),
    etag: typeof etag === 'string' ? etag : undefined,
  }
}
