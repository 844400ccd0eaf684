import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import satori from 'satori'
import sharp from 'sharp'

/** What a social card says. */
export interface CardWords {
  title: string
  /** The name of the cooperative. */
  site: string
  /** Who wrote it and when, in one line; empty for a page. */
  line: string
}

const size = { width: 1200, height: 630 }
const colours = {
  paper: '#faf8f6',
  ink: '#231f1b',
  ash: '#6b6157',
  rose: '#9c2a43',
  leaf: '#2f6b45',
}

/**
 * Draws a card as PNG, 1200 by 630 pixels, with our own fonts alone. Takes a good part of a second
 * of one processor: for the thread, see `makeCard`.
 */
export async function drawCard({ title, site, line }: CardWords): Promise<Buffer> {
  const shown = drawable(title) || drawable(site)
  const card = box(
    {
      ...size,
      boxSizing: 'border-box',
      flexDirection: 'column',
      justifyContent: 'space-between',
      padding: '64px 80px 60px 96px',
    },
    text(drawable(site), { fontSize: 34, fontWeight: 600, color: colours.ink, paddingLeft: 56 }),
    text(shown, {
      fontFamily: 'Fraunces',
      fontWeight: 600,
      fontSize: sizeFor(shown),
      lineHeight: 1.12,
      color: colours.ink,
      lineClamp: 5,
      wordBreak: 'break-word',
    }),
    text(drawable(line), { fontSize: 30, color: colours.ash, lineClamp: 1 }),
  )
  const words = await satori(card as Parameters<typeof satori>[0], { ...size, fonts: fonts() })
  return sharp(Buffer.from(framed(words)))
    .png({ palette: true, quality: 90 })
    .toBuffer()
}

/** What our fonts have no letters for is left out, so that no empty boxes stand in a title. */
export function drawable(words: string): string {
  return words
    .normalize('NFC')
    .replaceAll(/[^\u0020-\u007e\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2026\u20ac]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s.,:;–—-]+$/g, '')
    .trim()
}

function sizeFor({ length }: string): number {
  if (length <= 40) return 88
  if (length <= 80) return 72
  return length <= 140 ? 58 : 48
}

const box = (style: object, ...children: object[]) => ({
  type: 'div',
  props: { style: { display: 'flex', fontFamily: 'Figtree', ...style }, children },
})

const text = (words: string, style: object) => ({
  type: 'div',
  props: { style: { display: 'block', fontFamily: 'Figtree', ...style }, children: words },
})

/** Paper below the words, a rose edge, and our leaf. */
function framed(svg: string): string {
  const { paper, rose, leaf } = colours
  const ground = `<rect width="1200" height="630" fill="${paper}"/><rect width="20" height="630" fill="${rose}"/>`
  const ash = `<g transform="translate(92 58) scale(1.75)"><path d="M12 29V11" fill="none" stroke="${leaf}" stroke-width="1.5" stroke-linecap="round"/><path fill="${leaf}" d="M12 26Q9 20 2.5 20 4.5 26 12 26ZM12 26q3-6 9.500-6-2 6-9.500 6ZM12 19Q9 13 2.500 13 4.500 19 12 19ZM12 19q3-6 9.500-6-2 6-9.500 6Z"/><path fill="${rose}" d="M12 12.500q-4.200-4.500 0-11.500 4.200 7 0 11.500Z"/></g>`
  return svg.replace(/^<svg[^>]*>/, (start) => start + ground).replace(/<\/svg>$/, `${ash}</svg>`)
}

/** Of each font the Latin letters, then those of our neighbours. */
function fonts() {
  return (['latin', 'latin-ext'] as const).flatMap((part) => [
    { name: 'Figtree', weight: 400 as const, data: fileOf('figtree', part, 400) },
    { name: 'Figtree', weight: 600 as const, data: fileOf('figtree', part, 600) },
    { name: 'Fraunces', weight: 600 as const, data: fileOf('fraunces', part, 600) },
  ])
}

function fileOf(family: string, part: string, weight: number): Buffer {
  const file = `@fontsource/${family}/files/${family}-${part}-${weight}-normal.woff`
  return readFileSync(fileURLToPath(import.meta.resolve(file)))
}
