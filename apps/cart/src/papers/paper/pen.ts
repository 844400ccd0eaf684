import { type Face, type FontFile, fontsOf } from './fonts.ts'

export interface Style {
  face: Face
  /** In points. */
  size: number
  colour: string
}

export interface Place {
  x: number
  y: number
  width: number
  align?: 'left' | 'right' | 'center'
}

/**
 * Figures of one width, so that columns of money stand below each other. Other text is set as it is:
 * pdfkit remembers how a word is laid out only without special wishes.
 */
const optionsFor = (text: string): PDFKit.Mixins.TextOptions =>
  /^[^\p{L}]*\d[^\p{L}]*$/u.test(text)
    ? { lineBreak: false, features: ['tnum'] }
    : { lineBreak: false }

export const leading = 1.35
/** From the top of a line to what its letters stand on, whatever font they are of. */
const ascent = 0.95

/** Writes text on a paper: each letter in a font that has it, lines broken at words. */
export class Pen {
  readonly #doc: PDFKit.PDFDocument
  readonly #known = new Set<string>()
  readonly #widths = new Map<string, number>()

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc
  }

  /** Measuring is dear: words are measured once for all sizes. */
  width(text: string, { face, size }: Style): number {
    const key = `${face} ${text}`
    const known = this.#widths.get(key)
    if (known !== undefined) return known * size
    const width = runsOf(text, face).reduce((sum, run) => sum + this.#widthOf(run, 1), 0)
    this.#widths.set(key, width)
    return width * size
  }

  heightOf(text: string, style: Style, room: number): number {
    return this.lines(text, style, room).length * style.size * leading
  }

  /** The text in lines that fit; a word that fits nowhere is broken. */
  lines(text: string, style: Style, room: number): string[] {
    const broken: string[] = []
    const space = this.width(' ', style)
    let [line, length] = ['', 0]
    const words = text.normalize('NFC').split(/\s+/)
    for (const word of words.flatMap((one) => this.#chop(one, style, room))) {
      const more = this.width(word, style)
      if (line !== '' && length + space + more > room) {
        broken.push(line)
        ;[line, length] = [word, more]
      } else {
        length += line === '' ? more : space + more
        line = line === '' ? word : `${line} ${word}`
      }
    }
    return [...broken, line]
  }

  /** The text, with its end left out when there is too little room. */
  fit(text: string, style: Style, room: number): string {
    if (this.width(text, style) <= room) return text
    return `${this.#chop(text, style, room - this.width('…', style))[0] ?? ''}…`
  }

  /** Writes one line. */
  put(text: string, style: Style, { x, y, width: room, align = 'left' }: Place): void {
    const spare = align === 'left' ? 0 : room - this.width(text, style)
    let at = x + (align === 'center' ? spare / 2 : spare)
    this.#doc.fillColor(style.colour)
    for (const run of runsOf(text, style.face)) {
      const width = this.#widthOf(run, style.size)
      const options = { ...optionsFor(run.text), baseline: 'alphabetic' as const }
      this.#doc.text(run.text, at, y + ascent * style.size, options)
      at += width
    }
  }

  /** Writes as many lines as it needs. Answers how high they are. */
  write(text: string, style: Style, place: Place): number {
    const height = style.size * leading
    const lines = this.lines(text, style, place.width)
    lines.forEach((line, row) => this.put(line, style, { ...place, y: place.y + row * height }))
    return lines.length * height
  }

  #chop(word: string, style: Style, room: number): string[] {
    if (this.width(word, style) <= room) return [word]
    const parts = ['']
    for (const { segment } of graphemes.segment(word)) {
      const last = parts.length - 1
      const longer = `${parts[last] ?? ''}${segment}`
      if (longer !== segment && this.width(longer, style) > room) parts.push(segment)
      else parts[last] = longer
    }
    return parts
  }

  /** Its font is then in use. */
  #widthOf({ font: { name, data }, text }: Run, size: number): number {
    if (!this.#known.has(name)) this.#doc.registerFont(name, data())
    this.#known.add(name)
    return this.#doc.font(name, size).widthOfString(text, optionsFor(text))
  }
}

interface Run {
  font: FontFile
  text: string
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Neighbouring letters of one font. A letter that none has is shown as a box by the first. */
function runsOf(text: string, face: Face): Run[] {
  const fonts = fontsOf(face)
  const [first] = fonts
  if (!first) throw new Error('a face has fonts')
  const runs: Run[] = []
  for (const letter of text.normalize('NFC')) {
    const font = fonts.find((one) => one.has(letter.codePointAt(0) ?? 0)) ?? first
    const last = runs.at(-1)
    if (last && (last.font === font || letter === ' ')) last.text += letter
    else runs.push({ font, text: letter })
  }
  return runs
}
