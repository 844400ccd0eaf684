import type { FragmentType } from './catalogue.ts'
import { fragment, type FragmentParams, type FragmentRef, refKey } from './fragment-ref.ts'
import { createMarker } from './random-words.ts'

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
  const word = createMarker()
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

/** With one allocation: what a page leaves behind is a good part of what it costs. */
function cut(html: string, word: string, fragments: readonly FragmentRef[]): PageParts {
  const body = Buffer.allocUnsafeSlow(Buffer.byteLength(html))
  const holes: Hole[] = []
  let from = 0
  let at = 0
  for (let start = html.indexOf(word); start !== -1; start = html.indexOf(word, from)) {
    const mark = start + word.length
    const end = html.indexOf('z', mark)
    at += body.write(html.slice(from, start), at)
    from = end + 1
    holes.push({ at, what: whatOf(html.slice(mark, Math.max(mark, end))) })
  }
  at += body.write(html.slice(from), at)
  return { body: body.subarray(0, at), note: { holes, fragments } }
}

function whatOf(mark: string): Hole['what'] {
  if (mark === 'n') return 'nonce'
  if (mark === 'a') return 'assets'
  if (/^\d+$/.test(mark)) return Number(mark)
  throw new Error('a template changed the marker of a hole')
}
