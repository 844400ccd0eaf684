import type { ByteRange } from '@rose-ash/shared/media'

/**
 * What a `Range` header asks for of a file of `size` bytes (RFC 9110, section 14). Undefined when it
 * is to be sent whole, as when several parts are asked for; 'beyond' when it has no such bytes.
 */
export function byteRange(
  header: string | undefined,
  size: number,
): ByteRange | 'beyond' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first) return within(Number(first), last ? Number(last) : size - 1, size)
  if (!last) return undefined
  return last === '0' ? 'beyond' : within(Math.max(0, size - Number(last)), size - 1, size)
}

function within(start: number, end: number, size: number): ByteRange | 'beyond' | undefined {
  if (start >= size) return 'beyond'
  return end < start ? undefined : { start, end: Math.min(end, size - 1) }
}
