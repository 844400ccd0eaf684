import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { escapeHtml, type SafeString, safe } from './escape.ts'

type Illustration = (name: string | null, alt: string, loading?: 'eager' | 'lazy') => SafeString

const folder = new URL('illustrations/', import.meta.url)
const standIn = 'ash-leaf'

/**
 * The `illustration` global: one of our drawings as an `<img>` with its size, so nothing moves when
 * it arrives. Give `eager` to what is in sight when the page opens. For no name, or one we have not
 * drawn, the ash leaf stands in without words: no page fails for a picture.
 */
export function createIllustration(url: (asset: string) => string): Illustration {
  const sizes = readSizes()
  return (name, alt, loading = 'lazy') => {
    const drawn = name !== null && sizes.has(name)
    const shown = drawn ? name : standIn
    const source = url(`illustrations/${shown}.svg`)
    const words = drawn ? escapeHtml(alt) : ''
    const when = loading === 'lazy' ? ' loading="lazy"' : ' fetchpriority="high"'
    return safe(`<img src="${source}" alt="${words}" ${sizes.get(shown)} decoding="async"${when}>`)
  }
}

/** The SVG of one of our drawings; undefined for a name that we have not drawn. */
export async function readDrawing(name: string): Promise<Buffer | undefined> {
  return isDrawing(name) ? readFile(new URL(`${name}.svg`, folder)) : undefined
}

let known: ReadonlySet<string> | undefined

/** Whether a picture's name is that of one of our drawings. */
export function isDrawing(name: string): boolean {
  known ??= new Set(readSizes().keys())
  return known.has(name)
}

/** `width="…" height="…"` of every drawing, from its view box. */
function readSizes(): Map<string, string> {
  const drawings = readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith('.svg'))
  return new Map(
    drawings.map((file) => {
      const svg = readFileSync(new URL(file, folder), 'utf8')
      const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []
      return [file.slice(0, -'.svg'.length), `width="${width}" height="${height}"`]
    }),
  )
}
