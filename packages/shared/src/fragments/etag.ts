import type { Entry } from '../cache/index.ts'
import type { Shown } from './fragment-client.ts'
import type { PageNote } from './rendering.ts'

/** Weak, as the nonce is not counted. Another with every change of the page or of a fragment. */
export function etagOf(entry: Entry<PageNote>, shown: readonly Shown[]): string {
  let hashes = entry.hash
  for (const { hash } of shown) hashes += hash
  return `W/"${hashes}"`
}
