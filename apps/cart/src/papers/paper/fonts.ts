import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openWoff } from './open-woff.ts'

/** How something is set: running text, what counts most in it, and headings. */
export type Face = 'text' | 'strong' | 'title'

export interface FontFile {
  /** What a paper calls it. */
  name: string
  data(): Buffer
  has(codePoint: number): boolean
}

const latin = ['latin', 'latin-ext']
const others = [
  'latin-ext',
  'cyrillic',
  'cyrillic-ext',
  'greek',
  'greek-ext',
  'vietnamese',
  'devanagari',
]

const known = new Map<Face, FontFile[]>()

/** The fonts of a face: each letter is in the first that has it. */
export function fontsOf(face: Face): FontFile[] {
  const loaded = known.get(face) ?? loadFace(face)
  known.set(face, loaded)
  return loaded
}

function loadFace(face: Face): FontFile[] {
  const weight = face === 'text' ? 400 : 600
  return [
    ...load(face === 'title' ? 'fraunces' : 'figtree', weight, latin),
    ...load('noto-sans', weight, others),
  ]
}

function load(family: string, weight: number, parts: string[]): FontFile[] {
  const read = (file: string) =>
    readFileSync(fileURLToPath(import.meta.resolve(`@fontsource/${family}/${file}`)))
  const letters = JSON.parse(read('unicode.json').toString()) as Record<string, string>
  return parts.map((part) => {
    const name = `${family}-${part}-${weight}`
    const ranges = rangesOf(letters[part] ?? '')
    let data: Buffer | undefined
    return {
      name,
      data: () => (data ??= openWoff(read(`files/${name}-normal.woff`))),
      has: (codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to),
    }
  })
}

/** `U+0000-00FF,U+0131`, what is in a part of a font. */
function rangesOf(text: string): [number, number][] {
  return text.split(',').map((range) => {
    const [from = '', to = from] = range.replace('U+', '').split('-')
    return [parseInt(from, 16), parseInt(to, 16)]
  })
}
