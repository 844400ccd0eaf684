import PDFDocument from 'pdfkit'
import { Pen, type Style } from './pen.ts'

export const ink = '#231f1b'
export const ash = '#6b6157'
export const rose = '#9c2a43'
export const hairline = '#e3dcd4'
export const sunk = '#f1ede8'

export const textStyle: Style = { face: 'text', size: 9.5, colour: ink }
export const strongStyle: Style = { ...textStyle, face: 'strong' }
export const quietStyle: Style = { ...textStyle, colour: ash, size: 8.5 }
export const titleStyle: Style = { face: 'title', size: 24, colour: ink }

export type Element = PDFKit.PDFStructureElement
/** What a reading program takes a part of a paper for. */
export type Tag = 'H1' | 'H2' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Div'

export interface PaperOptions {
  title: string
  /** Such as `en-GB`. */
  language: string
  author: string
  margin?: number
}

/**
 * An A4 paper that is being written, from the top to the bottom. It can be read out: its text is text,
 * and it has a structure, a language and a title.
 */
export class Paper {
  readonly doc: PDFKit.PDFDocument
  readonly pen: Pen
  readonly left: number
  readonly width: number
  readonly bottom: number
  /** Where the next thing goes, from the top of the page. */
  y: number
  readonly #root: Element
  readonly #margin: number
  readonly #chunks: Buffer[] = []

  constructor({ title, language, author, margin = 56 }: PaperOptions) {
    // The types know of no PDF/UA yet.
    const options: object = {
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      bufferPages: true,
      lang: language,
      info: { Title: title, Author: author, Creator: 'Rose Ash' },
      subset: 'PDF/UA',
    }
    this.doc = new PDFDocument(options)
    this.doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
    this.pen = new Pen(this.doc)
    this.left = margin
    this.width = this.doc.page.width - 2 * margin
    this.bottom = this.doc.page.height - margin - 24
    this.y = margin
    this.#margin = margin
    this.#root = this.doc.struct('Document')
    this.doc.addStructure(this.#root)
  }

  /** Begins a page unless there is so much room. Answers whether it did. */
  ensure(height: number): boolean {
    if (this.y + height <= this.bottom) return false
    this.newPage()
    return true
  }

  newPage(): void {
    this.doc.addPage()
    this.y = this.#margin
  }

  /** A part that reading programs see, with what `draw` writes in it. */
  part(tag: Tag, draw: () => void, { parent = this.#root, scope }: PartOptions = {}): void {
    // The types do not know of `scope` yet.
    const options: object = scope ? { scope } : {}
    const element = this.doc.struct(tag, options)
    parent.add(element)
    element.add(draw)
    element.end()
  }

  /** A part that has parts; whoever opens it ends it. */
  open(tag: Tag, parent: Element = this.#root): Element {
    const element = this.doc.struct(tag)
    parent.add(element)
    return element
  }

  /** What is to be seen and not to be read out: lines, grounds, heads that come again. */
  decorate(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' })
    draw()
    this.doc.endMarkedContent()
  }

  /** A fine line at `y`. */
  rule(): void {
    const { doc, left, width, y } = this
    this.decorate(() =>
      doc
        .moveTo(left, y)
        .lineTo(left + width, y)
        .lineWidth(0.5)
        .stroke(hairline),
    )
  }

  /** A paragraph at `y`, over the whole width. */
  say(tag: Tag, text: string, style: Style): void {
    this.ensure(this.pen.heightOf(text, style, this.width))
    const { left: x, y, width } = this
    this.part(tag, () => {
      this.y += this.pen.write(text, style, { x, y, width })
    })
  }

  /** Writes the foot of every page, if there is one, and ends. */
  async finish(foot?: Foot): Promise<Buffer> {
    this.#root.end()
    if (foot) writeFeet(this, foot)
    const ended = new Promise<void>((resolve, reject) => {
      this.doc.on('end', resolve).on('error', reject)
    })
    this.doc.end()
    await ended
    return Buffer.concat(this.#chunks)
  }
}

interface PartOptions {
  parent?: Element
  scope?: 'Column' | 'Row'
}

type Foot = (page: number, pages: number) => { left: string; right: string }

function writeFeet(paper: Paper, foot: Foot): void {
  const { doc, pen, left: x, width } = paper
  const { start, count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(start + page)
    const { left, right } = foot(page + 1, count)
    const y = paper.bottom + 14
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] })
    doc
      .moveTo(x, y - 6)
      .lineTo(x + width, y - 6)
      .lineWidth(0.5)
      .stroke(hairline)
    const room = width - pen.width(right, quietStyle) - 12
    pen.put(pen.fit(left, quietStyle, room), quietStyle, { x, y, width: room })
    pen.put(right, quietStyle, { x, y, width, align: 'right' })
    doc.endMarkedContent()
  }
}
