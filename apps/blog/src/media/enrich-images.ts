import { Parser } from 'htmlparser2'
import { folderIn } from '@rose-ash/shared/services/media/address'
import { pictureOf } from '@rose-ash/shared/services/media/picture'
import type { MediaFile } from './queries.ts'

/** An image in HTML: where its tag stands, and what is around it. */
interface Found {
  from: number
  to: number
  attributes: Record<string, string>
  /** Of the nearest figure. */
  figure: string
}

export interface EnrichOptions {
  /** Answers the files of these folders, such as `findMediaByFolder`. */
  lookup(folders: string[]): Promise<ReadonlyMap<string, MediaFile>>
  /** Of the blog, for pages of other apps. */
  origin?: string
}

/**
 * Shows the pictures of a post in all their sizes: every image of the library becomes a `<picture>`,
 * with the words, class and title it had. Other images load when they come into sight. Nothing else
 * of the HTML changes, not by a byte.
 */
export async function enrichImages(
  html: string,
  { lookup, origin = '' }: EnrichOptions,
): Promise<string> {
  const images = findImages(html)
  const folders = images.flatMap(({ attributes }) => folderIn(attributes.src ?? '') ?? [])
  const files = folders.length > 0 ? await lookup([...new Set(folders)]) : new Map()
  let result = ''
  let at = 0
  for (const image of images) {
    result += html.slice(at, image.from) + shown(html, image, files, origin)
    at = image.to
  }
  return result + html.slice(at)
}

function findImages(html: string): Found[] {
  const found: Found[] = []
  const figures: string[] = []
  let pictures = 0
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'figure') figures.push(attributes.class ?? '')
        if (name === 'picture') pictures += 1
        if (name !== 'img' || pictures > 0) return
        const figure = figures.at(-1) ?? ''
        found.push({ from: parser.startIndex, to: parser.endIndex + 1, attributes, figure })
      },
      onclosetag(name) {
        if (name === 'figure') figures.pop()
        if (name === 'picture') pictures -= 1
      },
    },
    { decodeEntities: true },
  )
  parser.end(html)
  return found
}

function shown(
  html: string,
  { from, to, attributes, figure }: Found,
  files: ReadonlyMap<string, MediaFile>,
  origin: string,
): string {
  const { src = '', alt = '', class: className, title, loading } = attributes
  const file = files.get(folderIn(src) ?? '')
  const lazy = loading !== 'eager'
  if (!file || file.kind !== 'image') {
    const tag = html.slice(from, to)
    return loading === undefined ? tag.replace(/^<img/i, '<img loading="lazy"') : tag
  }
  return pictureOf({
    file,
    lazy,
    origin,
    alt: alt || file.alt,
    sizes: sizesIn(figure),
    ...(className && { className }),
    ...(title && { title }),
  })
}

/** How wide Ghost's figures are shown. */
function sizesIn(figure: string): string {
  if (figure.includes('kg-width-full')) return '100vw'
  if (figure.includes('kg-width-wide')) return '(min-width: 76rem) 76rem, 100vw'
  if (figure.includes('kg-gallery-card')) return '(min-width: 76rem) 25rem, 50vw'
  return '(min-width: 45rem) 43rem, 100vw'
}
