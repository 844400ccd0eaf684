import { type FragmentType, kindOf } from './catalogue.ts'
import { type Audience, encodeViewer, type Viewer, viewerFor } from './viewer.ts'

/** One fragment, as a page asks for it. */
export interface FragmentRef {
  readonly type: FragmentType
  /** Its parameters as a query, sorted by name: equal parameters give an equal text. */
  readonly query: string
}

export type FragmentParams = Readonly<Record<string, string>>

/** @throws {TypeError} when there is no such fragment, or a parameter is not a text. */
export function fragment(type: FragmentType, params: FragmentParams = {}): FragmentRef {
  kindOf(type)
  return { type, query: toQuery(type, params) }
}

export function paramsOf(query: string): FragmentParams {
  return Object.fromEntries(new URLSearchParams(query))
}

/** Tells fragments of one page apart. */
export function refKey({ type, query }: FragmentRef): string {
  return `${type}?${query}`
}

/**
 * Where the fragments of a viewer are kept. `|` occurs in no query, so no viewer can be hidden in a
 * parameter.
 */
export function keysFor(viewer: Viewer): (ref: FragmentRef) => string {
  const names: Partial<Record<Audience, string>> = {}
  return (ref) => {
    const { audience } = kindOf(ref.type)
    names[audience] ??= encodeViewer(viewerFor(audience, viewer))
    return `${ref.type}?${ref.query}|${names[audience]}`
  }
}

function toQuery(type: FragmentType, params: FragmentParams): string {
  const pairs = Object.entries(params).map(([name, value]): [string, string] => {
    if (typeof value === 'string') return [name, value]
    throw new TypeError(`${name} of the fragment ${type} must be a text`)
  })
  const query = new URLSearchParams(pairs)
  query.sort()
  return query.toString()
}
