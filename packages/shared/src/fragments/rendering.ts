import { randomBytes } from 'node:crypto'
import type { FragmentType } from './catalogue.ts'
import { fragment, type FragmentParams, type FragmentRef, refKey } from './fragment-ref.ts'

/** Where something goes that is not the page's own: a nonce, the assets, or a fragment. */
export interface Hole {
  /** In bytes of the page's own text. */
  readonly at: number
  /** A number is the place of a fragment in the list. */
  readonly what: 'nonce' | 'assets' | number
}

/** The holes of a page. */
export interface PageNote {
  readonly holes: readonly Hole[]
  readonly fragments: readonly FragmentRef[]
}

/** A page with holes. */
export interface PageParts {
  readonly body: Buffer
  readonly note: PageNote
}

/** What a template is given besides its data. All of them are plain words, safe in any place. */
export interface TemplateHelpers {
  /** For the `nonce` of scripts and styles. */
  nonce: string
  /** For the head: the css and js of all fragments of the page, each once. */
  fragmentAssets: string
  fragment: (type: FragmentType, params?: FragmentParams) => string
}

/** Renders a template to HTML. */
export type Render = (template: string, data: TemplateHelpers) => string

/**
 * Renders a page and cuts it where its holes are.
 *
 * A template writes a marker for every hole. Markers begin with a word made at random for this one
 * rendering, so nothing that people write can contain one, and they are letters and digits, so
 * escaping leaves them as they are.
 *
 * @throws when a template changed a marker, for instance by a filter.
 */
export function renderParts(render: Render, template: string, data: object): PageParts {
  const word = `hole${randomBytes(16).toString('hex')}`
  const fragments = new Map<string, FragmentRef>()
  const helpers: TemplateHelpers = {
    nonce: `${word}nz`,
    fragmentAssets: `${word}az`,
    fragment(type, params) {
      const ref = fragment(type, params)
      const key = refKey(ref)
      fragments.set(key, ref)
      return `${word}${[...fragments.keys()].indexOf(key)}z`
    },
  }
  const html = render(template, { ...data, ...helpers })
  return cut(html, word, [...fragments.values()])
}

const MARKED = /^(?:n|a|\d+)z/

function cut(html: string, word: string, fragments: readonly FragmentRef[]): PageParts {
  const [first = '', ...rest] = html.split(word)
  const pieces = [Buffer.from(first)]
  const holes: Hole[] = []
  let at = pieces[0]?.length ?? 0
  for (const piece of rest) {
    const marker = MARKED.exec(piece)?.[0]
    if (!marker) throw new Error('a template changed the marker of a hole')
    holes.push({ at, what: whatOf(marker.slice(0, -1)) })
    const text = Buffer.from(piece.slice(marker.length))
    pieces.push(text)
    at += text.length
  }
  return { body: Buffer.concat(pieces), note: { holes, fragments } }
}

function whatOf(mark: string): Hole['what'] {
  if (mark === 'n') return 'nonce'
  return mark === 'a' ? 'assets' : Number(mark)
}
