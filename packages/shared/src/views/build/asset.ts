import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** A file on its way to the browser: `fonts/figtree-latin.woff2` and its bytes. */
export interface Asset {
  name: string
  bytes: Buffer
}

/** `main.css` → `main.1f3a9c2e41.css`: same name, same bytes, for ever. */
export function contentHashed({ name, bytes }: Asset): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
  const ending = extname(name)
  return `${name.slice(0, -ending.length)}.${hash}${ending}`
}

/** The endings and bytes of the twins that servers hand to browsers that take them. */
export async function compressed({ name, bytes }: Asset): Promise<[string, Buffer][]> {
  // A font is Brotli already.
  if (name.endsWith('.woff2')) return []
  const [small, smaller] = await Promise.all([
    toGzip(bytes, { level: 9 }),
    toBrotli(bytes, best(bytes)),
  ])
  return [
    ['.gz', small],
    ['.br', smaller],
  ]
}

const toGzip = promisify(gzip) as (bytes: Buffer, options: { level: number }) => Promise<Buffer>
const toBrotli = promisify(brotliCompress) as (
  bytes: Buffer,
  options: { params: Record<number, number> },
) => Promise<Buffer>

function best(bytes: Buffer): { params: Record<number, number> } {
  return {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }
}
