import { escapeHtml, unescapeHtml } from './escape-html.ts'

export interface Footnote {
  /** Stays when the numbers change: `a1b2c3`. */
  id: string
  /** Plain text. */
  text: string
}

/** Where the reference in the text points: its number is its words. */
export function footnoteAddress(id: string): string {
  return `#footnote-${id}`
}

/** The id in such an address; undefined for any other. */
export function footnoteId(address: string): string | undefined {
  return /^#footnote-([a-z0-9]{1,20})$/.exec(address)?.[1]
}

/** The footnotes at the end of a text, as they are stored. */
export function footnotesBlock(notes: Footnote[]): string {
  const items = notes.map(({ id, text }) => `<li id="footnote-${id}">${escapeHtml(text)}</li>`)
  return `<section data-rose-ash="footnotes"><ol>${items.join('')}</ol></section>`
}

/** What `footnotesBlock` wrote; undefined for any other HTML. */
export function readFootnotes(html: string): Footnote[] | undefined {
  if (!html.startsWith('<section data-rose-ash="footnotes">')) return undefined
  const notes = [...html.matchAll(/<li id="footnote-([a-z0-9]{1,20})">(.*?)<\/li>/gs)].map(
    ([, id = '', text = '']) => ({ id, text: unescapeHtml(text) }),
  )
  return footnotesBlock(notes) === html ? notes : undefined
}

/**
 * The notes in the order in which the text first refers to them. A note that nothing refers to any
 * more comes last and is kept: cutting a sentence in order to paste it elsewhere loses no words.
 */
export function inTextOrder(notes: Footnote[], references: string[]): Footnote[] {
  const order = [...new Set(references)]
  const place = ({ id }: Footnote) => (order.includes(id) ? order.indexOf(id) : order.length)
  return notes.toSorted((a, b) => place(a) - place(b))
}
