import type { ImageVariant } from '../../db/models/blog-media.ts'
import { escapeHtml } from '../../views/index.ts'
import { mediaPath } from './address.ts'
import { placeholderSvg } from './placeholder.ts'
import type { MediaFile } from './media-file.ts'

export interface PictureOptions {
  file: Pick<MediaFile, 'key' | 'width' | 'height' | 'variants' | 'placeholder' | 'alt'>
  /** How wide it is shown, as `sizes` of HTML; as wide as the text when not told. */
  sizes?: string
  /** false for what is in sight when the page opens. */
  lazy?: boolean
  /** Instead of the library's own words. */
  alt?: string
  /** Of the `<img>`. */
  className?: string
  title?: string
  /** Of the blog, for pages of other apps. */
  origin?: string
}

const widthOfText = '(min-width: 45rem) 43rem, 100vw'

/**
 * A picture in all its sizes, as HTML that is safe to show: the browser takes the smallest that is
 * sharp, keeps the room it needs, and shows its colours until it has come.
 */
export function pictureOf(options: PictureOptions): string {
  const { file, sizes = widthOfText, origin = '' } = options
  const { variants } = file
  if (variants.length === 0) return imageTag(options, mediaPath(file.key, origin))
  const of = (format: ImageVariant['format']) => variants.filter((one) => one.format === format)
  const sources = (['avif', 'webp'] as const).filter((format) => of(format).length > 0)
  const plain = variants.filter(({ format }) => format === 'jpeg' || format === 'png')
  const middle = plain.find(({ width }) => width >= 800) ?? plain.at(-1)
  const tags = sources.map((format) => {
    const set = srcsetOf(of(format), origin)
    return `<source type="image/${format}" srcset="${set}" sizes="${escapeHtml(sizes)}">`
  })
  const set = ` srcset="${srcsetOf(plain, origin)}" sizes="${escapeHtml(sizes)}"`
  const image = imageTag(options, mediaPath(middle?.key ?? file.key, origin), set)
  const blur = file.placeholder ? placeholderSvg(file.placeholder) : ''
  return `<span class="media-picture">${blur}<picture>${tags.join('')}${image}</picture></span>`
}

/** The smallest address that shows the whole picture well, for lists. */
export function thumbnailOf({ key, variants }: Pick<MediaFile, 'key' | 'variants'>): string {
  return mediaPath(variants.find(({ format }) => format === 'webp')?.key ?? key)
}

const srcsetOf = (variants: readonly ImageVariant[], origin: string): string =>
  variants.map(({ key, width }) => `${mediaPath(key, origin)} ${width}w`).join(', ')

function imageTag(options: PictureOptions, address: string, srcset = ''): string {
  const { file, alt = file.alt, className, title, lazy = true } = options
  const size = file.width && file.height ? ` width="${file.width}" height="${file.height}"` : ''
  const when = lazy ? ' loading="lazy"' : ' fetchpriority="high"'
  const more = attribute('class', className) + attribute('title', title)
  return `<img src="${address}"${srcset} alt="${escapeHtml(alt)}"${size}${more} decoding="async"${when}>`
}

const attribute = (name: string, value: string | undefined): string =>
  value ? ` ${name}="${escapeHtml(value)}"` : ''
