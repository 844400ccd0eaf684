/** A heading that a table of contents names. */
export interface ContentsEntry {
  id: string
  title: string
}

const MIN_HEADINGS = 4

/** The table of contents of a long text: its main headings. Empty for a text with few. */
export function contentsOf(html: string): ContentsEntry[] {
  const found = [...html.matchAll(/<h2 id="([^"]+)">(.*?)<\/h2>/gs)].map(
    ([, id = '', title = '']) => ({
      id,
      title: title.replaceAll(/<[^>]*>/g, '').trim(),
    }),
  )
  return found.length < MIN_HEADINGS ? [] : found.filter(({ title }) => title !== '')
}

export type LiveKind = 'product' | 'event' | 'market' | 'calendar'

/** A piece of a text: HTML, or a thing of another app that is shown as it is now. */
export type Piece = { html: string } | { live: LiveKind; id: string }

const live =
  /<div data-rose-ash="(product|event|market|calendar)" data-id="([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})">(?:<p>[^<]*<\/p>)?<\/div>/g

/** A text cut where products, events, markets and calendars are to be shown. */
export function piecesOf(html: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { index, 0: block, 1: kind, 2: id = '' } of html.matchAll(live)) {
    if (index > from) pieces.push({ html: html.slice(from, index) })
    pieces.push({ live: kind as LiveKind, id })
    from = index + block.length
  }
  if (from < html.length) pieces.push({ html: html.slice(from) })
  return pieces
}
