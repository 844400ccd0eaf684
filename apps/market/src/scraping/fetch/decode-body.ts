import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { AnswerTooLarge, NotReachable } from '@rose-ash/shared/http'

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
} as const

/**
 * The bytes that were packed; a file that is gzip by itself (`sitemap.xml.gz`) is unpacked too.
 *
 * @throws {AnswerTooLarge} as soon as more than `maxBytes` come out, however small it was.
 * @throws {NotReachable} when it is packed in another way, or broken.
 */
export async function unpack(
  bytes: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  let unpacked = bytes
  // More than two layers is no way to send a page.
  for (const name of names
    .filter((name) => name !== '' && name !== 'identity')
    .toReversed()
    .slice(0, 2)) {
    unpacked = await unpackOnce(unpacked, name, maxBytes)
  }
  const isGzip = unpacked[0] === 0x1f && unpacked[1] === 0x8b
  return isGzip ? unpackOnce(unpacked, 'gzip', maxBytes) : unpacked
}

async function unpackOnce(bytes: Buffer, name: string, maxBytes: number): Promise<Buffer> {
  const run = Object.entries(unpackers).find(([known]) => known === name)?.[1]
  if (!run) throw new NotReachable()
  try {
    return await run(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    const { code } = error as { code?: unknown }
    throw code === 'ERR_BUFFER_TOO_LARGE' ? new AnswerTooLarge() : new NotReachable()
  }
}

/** Text of bytes: by their mark, the header, what the page says of itself, or UTF-8 if it fits. */
export function decodeText(bytes: Uint8Array, contentType: string): string {
  const head = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1')
  const inPage = /<meta[^>]{1,200}charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]
  const inXml = /^\s*<\?xml[^>]{1,200}encoding\s*=\s*["']([\w-]+)/i.exec(head)?.[1]
  const inHeader = /charset\s*=\s*["']?\s*([\w-]+)/i.exec(contentType)?.[1]
  for (const name of [markOf(bytes), inHeader, inPage ?? inXml]) {
    const decoder = name === undefined ? undefined : decoderOf(name)
    if (decoder) return decoder.decode(bytes)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function markOf([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined
}

function decoderOf(name: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(name)
  } catch {
    return undefined
  }
}
