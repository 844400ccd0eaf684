import { createHash } from 'node:crypto'

/** What of a thing matters to both sides, in Ghost's words, without times and other side shows. */
export type Projection = Record<string, unknown>

/** JSON in which the same thing is always the same text: keys in order, no `undefined`. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** SHA-256 of the canonical JSON, in hex. */
export function hashOf(projection: Projection): string {
  return createHash('sha256').update(canonicalJson(projection)).digest('hex')
}

/** Whether two values are the same thing. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null)
}
