import type { Assets, AskedFragment, FragmentAnswer } from './fragment-registry.ts'

/**
 * How fragments travel between processes.
 *
 * One is asked for as `/internal/fragments/<name>?<params>` and answered as HTML, with what else is
 * known of it as JSON in the header `x-fragment`. Several are asked for as
 * `/internal/fragments?f=<name>?<params>&f=…` and answered as one line, the JSON list of the same
 * heads with the length of each, followed by all HTML in that order.
 */
export interface FragmentHead {
  status: FragmentAnswer['status']
  tags: readonly string[]
  assets: Assets
}

interface BatchHead extends FragmentHead {
  bytes: number
}

export const FRAGMENTS_PATH = '/internal/fragments'

/** A request line may have 16 KiB with all headers. */
const MAX_PATH = 8_000

export function pathOf(asked: readonly AskedFragment[]): string {
  const [first, ...more] = asked
  if (first && more.length === 0) {
    return `${FRAGMENTS_PATH}/${first.name}${first.query && '?'}${first.query}`
  }
  return `${FRAGMENTS_PATH}?${asked.map(toPair).join('&')}`
}

/** Cuts a list so that each piece fits a request line. */
export function splitBatch<T extends AskedFragment>(asked: readonly T[]): T[][] {
  const batches: T[][] = []
  let length = Infinity
  for (const one of asked) {
    const more = toPair(one).length + 1
    length += more
    if (length > MAX_PATH) {
      batches.push([])
      length = FRAGMENTS_PATH.length + more
    }
    batches.at(-1)?.push(one)
  }
  return batches
}

/** @param pairs the values of `f`. */
export function parseAsked(pairs: readonly string[]): AskedFragment[] {
  return pairs.map((pair) => {
    const [name = '', query = ''] = pair.split('?')
    return { name, query }
  })
}

/** Fit for a header: ASCII alone. */
export function encodeHead({ status, tags, assets }: FragmentHead): string {
  const text = JSON.stringify({ status, tags, assets })
  return text.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function decodeOne(head: string, html: Buffer): FragmentAnswer {
  const parsed: FragmentHead = JSON.parse(head)
  return { ...parsed, html }
}

export function encodeBatch(answers: readonly FragmentAnswer[]): Buffer {
  const heads = answers.map(({ html, ...head }): BatchHead => ({ ...head, bytes: html.length }))
  const line = Buffer.from(`${JSON.stringify(heads)}\n`)
  return Buffer.concat([line, ...answers.map(({ html }) => html)])
}

export function decodeBatch(bytes: Buffer): FragmentAnswer[] {
  const end = bytes.indexOf(10)
  const heads: BatchHead[] = JSON.parse(bytes.toString('utf8', 0, end))
  let at = end + 1
  return heads.map(({ bytes: length, ...head }) => {
    const html = bytes.subarray(at, at + length)
    at += length
    return { ...head, html }
  })
}

function toPair({ name, query }: AskedFragment): string {
  return `f=${encodeURIComponent(query ? `${name}?${query}` : name)}`
}
