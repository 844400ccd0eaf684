import { pictureOf, thumbnailOf } from '@rose-ash/shared/services/media/picture'
import type { MediaFile, Usage } from './queries.ts'

/** A file as the library's grid shows it. */
export interface MediaCard {
  href: string
  name: string
  kind: MediaFile['kind']
  /** Nothing but pictures can be shown small. */
  thumbnail: string | undefined
  alt: string
  width: number | null
  height: number | null
  size: string
  /** A picture that nobody has described yet. */
  lacksAlt: boolean
}

export const cardOf = (file: MediaFile): MediaCard => ({
  href: `/media/${file.id}`,
  name: file.name,
  kind: file.kind,
  thumbnail: file.kind === 'image' ? thumbnailOf(file) : undefined,
  alt: file.alt,
  width: file.width,
  height: file.height,
  size: readableSize(file.bytes),
  lacksAlt: lacksAlt(file),
})

const kindNames = { image: 'Picture', audio: 'Sound', video: 'Film', file: 'File' } as const

/** A file with all that is known about it. `address` is absolute. */
export function detailsOf(file: MediaFile, address: string) {
  const { id, name, kind, alt, caption, createdAt, width, height, bytes } = file
  const isImage = kind === 'image'
  return {
    id,
    name,
    kind,
    alt,
    caption,
    createdAt,
    address,
    kindName: kindNames[kind],
    pixels: width && height ? `${width} × ${height} pixels` : undefined,
    size: readableSize(bytes),
    copies: file.variants.length,
    lacksAlt: lacksAlt(file),
    picture: isImage ? pictureOf({ file, lazy: false, alt: alt || name }) : undefined,
  }
}

const usedAs: Record<Usage['kind'], string> = {
  post: 'Post',
  page: 'Page',
  draft: 'Changes to a post that are not saved yet',
  tag: 'Topic',
  snippet: 'Snippet',
  profile: 'The picture of somebody on a page',
  product: 'Product',
  market: 'Market',
}

export const usageLine = ({ kind, title }: Usage) => ({ title, what: usedAs[kind] })

/** "1.2 MB", as people say it. */
function readableSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

const lacksAlt = ({ kind, alt }: MediaFile): boolean => kind === 'image' && alt === ''
