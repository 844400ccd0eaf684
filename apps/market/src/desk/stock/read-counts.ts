import { z } from 'zod'
import type { FormBody } from '../products/typed-product.ts'

/** A count sheet as it was sent; everything is by the variant's id. */
export interface ReadCounts {
  /** The last line of the ledger when counting began. */
  seen: number
  /** The same for what was counted again later. */
  seenAgain: Map<string, number>
  counts: Map<string, number>
  typed: Map<string, string>
  problems: Map<string, string>
}

const line = z.coerce.number().int().min(0).catch(0)

/** Reads `c-<variant>` (what was counted; empty is not counted) and `s-<variant>` (from when on). */
export function readCounts(body: FormBody): ReadCounts {
  const read: ReadCounts = {
    seen: line.parse(body['seen']),
    seenAgain: new Map(),
    counts: new Map(),
    typed: new Map(),
    problems: new Map(),
  }
  for (const [key, value] of Object.entries(body)) {
    const [, kind = '', id = ''] = /^([cs])-(.+)$/.exec(key) ?? []
    const variantId = z.uuid().safeParse(id).data
    const text = String(value).trim()
    if (variantId === undefined || text === '') continue
    if (kind === 's') {
      read.seenAgain.set(variantId, line.parse(text))
      continue
    }
    read.typed.set(variantId, text)
    if (/^\d{1,7}$/.test(text)) read.counts.set(variantId, Number(text))
    else read.problems.set(variantId, `“${text}” is not a count. Write a whole number, such as 12.`)
  }
  return read
}
