import type { CheerioAPI } from 'cheerio'
import { jsonrepair } from 'jsonrepair'
import { type DataNode, type DataValue, localName, typeName } from './node.ts'
import { decoded } from './plain-text.ts'

/** A script of this size is no product; repairing one is slow. */
const mostCharacters = 1_000_000
const deepest = 32

/**
 * All things that the JSON-LD of a page describes, from all its scripts. Malformed scripts are read
 * as far as a person could: comments, CDATA, trailing commas, line breaks in strings, entities.
 */
export function jsonLdNodes($: CheerioAPI): DataNode[] {
  return $('script')
    .toArray()
    .filter((script) => /^\s*application\/ld\+json/i.test($(script).attr('type') ?? ''))
    .flatMap((script) => topNodes(tolerantJson($(script).text())))
}

/** What a text of JSON says, repaired when it must be; undefined when it cannot be read at all. */
export function tolerantJson(text: string): unknown {
  if (text.length > mostCharacters) return undefined
  const bare = withoutWrapping(text)
  if (bare === '') return undefined
  return (
    parsed(bare) ??
    repaired(bare) ??
    (/&(quot|#34|#x22);/i.test(bare) ? parsedOrRepaired(decoded(bare)) : undefined)
  )
}

function parsedOrRepaired(text: string): unknown {
  return parsed(text) ?? repaired(text)
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function repaired(text: string): unknown {
  // Written with entities, the quotes would be repaired into the words.
  if (/^[[{]\s*&(quot|#34|#x22);/i.test(text)) return undefined
  try {
    return parsed(jsonrepair(text))
  } catch {
    return undefined
  }
}

/** Scripts are wrapped in comments for browsers of the nineties, and in CDATA for XML. */
function withoutWrapping(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/^(?:\/\*\s*|\/\/\s*)?<!\[CDATA\[(?:\s*\*\/)?/, '')
    .replace(/(?:\/\*\s*|\/\/\s*)?\]\]>(?:\s*\*\/)?$/, '')
    .trim()
    .replace(/^<!--/, '')
    .replace(/(?:\/\/\s*)?-->$/, '')
    .trim()
    .replace(/;$/, '')
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function topNodes(value: unknown): DataNode[] {
  if (Array.isArray(value)) return value.flatMap((one) => topNodes(one))
  if (!isObject(value)) return []
  const graph = Object.entries(value).find(([key]) => key === '@graph')?.[1]
  const own = nodeOf(value, 0)
  const all = graph === undefined ? [] : topNodes(graph)
  const named = new Map(all.flatMap((node) => (node.id === undefined ? [] : [[node.id, node]])))
  for (const node of all) link(node, named)
  return own.types.length > 0 ? [own, ...all] : all
}

/** `{"@id": "#offer"}` stands for the thing of that name elsewhere in the graph. */
function link(node: DataNode, named: ReadonlyMap<string, DataNode>): void {
  for (const [name, values] of Object.entries(node.props)) {
    node.props[name] = values.map((value) => {
      if (typeof value !== 'object' || value.types.length > 0) return value
      const meant = value.id === undefined ? undefined : named.get(value.id)
      return meant && meant !== node ? meant : value
    })
  }
}

function nodeOf(value: object, depth: number): DataNode {
  const node: DataNode = { types: [], props: {}, snippet: JSON.stringify(value).slice(0, 2_000) }
  for (const [key, raw] of Object.entries(value)) {
    const name = localName(key).replace(/^@/, '')
    if (/^@?type$/i.test(key)) node.types.push(...strings(raw).map(typeName))
    else if (key === '@id') node.id = strings(raw)[0] ?? ''
    else if (!key.startsWith('@')) (node.props[name] ??= []).push(...valuesOf(raw, depth))
  }
  return node
}

function valuesOf(raw: unknown, depth: number): DataValue[] {
  if (depth > deepest) return []
  if (Array.isArray(raw)) return raw.flatMap((one) => valuesOf(one, depth + 1))
  if (typeof raw === 'number') return [raw]
  if (typeof raw === 'boolean') return [String(raw)]
  if (typeof raw === 'string') return [decoded(raw)]
  if (!isObject(raw)) return []
  if ('@value' in raw) return valuesOf(raw['@value'], depth + 1)
  if ('@list' in raw) return valuesOf(raw['@list'], depth + 1)
  return [nodeOf(raw, depth + 1)]
}

function strings(raw: unknown): string[] {
  return [raw].flat().filter((one) => typeof one === 'string')
}
