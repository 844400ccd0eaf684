import { request } from 'undici'

export interface FetchedPage {
  bytes: Buffer
  contentType: string
  etag: string | undefined
}

/** @throws when the answer is not a page, or lacks one of `texts`. */
export async function fetchPage(
  url: string,
  { headers = {}, texts = [] }: { headers?: Record<string, string>; texts?: string[] } = {},
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
