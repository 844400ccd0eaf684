import { LexicalDocument, type LexicalNode } from '@rose-ash/shared/contracts/lexical'
import type { PostContent } from '@rose-ash/shared/db/models/blog-writing'
import type { PostStatus } from '../../editing/write-post.ts'
import type { PostProjection } from './project-ghost.ts'

/** What things of a Ghost are called here. */
export interface LocalNames {
  /** Our ids by Ghost's. */
  tags: ReadonlyMap<string, string>
  authors: ReadonlyMap<string, string>
  /** Our addresses of a Ghost's files. */
  media: ReadonlyMap<string, string>
  /** Whom a post is by whose authors are all unknown. */
  fallbackAuthorId: string
}

export interface LocalPost {
  content: PostContent
  status: PostStatus
  publishedAt: Date | null
}

/** A Ghost's post as we keep it. Whatever has no name here is left out. */
export function toLocalPost(post: PostProjection, names: LocalNames): LocalPost {
  const authorIds = post.authors.flatMap((id) => names.authors.get(id) ?? [])
  const media = (address: string | null) =>
    address === null ? null : (names.media.get(address) ?? address)
  const status = statusOf(post)
  const content: PostContent = {
    title: post.title,
    slug: post.slug,
    lexical: withMedia(documentOf(post), names.media),
    excerpt: post.custom_excerpt,
    image: media(post.feature_image),
    imageAlt: post.feature_image_alt,
    imageCaption: wordsOf(post.feature_image_caption),
    visibility: visibilityOf(post),
    featured: post.featured,
    canonicalUrl: post.canonical_url,
    seoTitle: post.meta_title,
    seoDescription: post.meta_description,
    socialTitle: post.og_title,
    socialDescription: post.og_description,
    socialImage: media(post.og_image),
    authorIds: authorIds.length > 0 ? [...new Set(authorIds)] : [names.fallbackAuthorId],
    tagIds: [...new Set(post.tags.flatMap((id) => names.tags.get(id) ?? []))],
  }
  return { content, status, publishedAt: post.published_at ? new Date(post.published_at) : null }
}

/** What was sent by e-mail alone is read here by who has the newsletter. */
function statusOf({ status, published_at: at }: PostProjection): PostStatus {
  if (status === 'draft' || at === null) return 'draft'
  return status === 'sent' ? 'published' : status
}

/** Whatever Ghost asks members for, a tier or money, is for members here. */
function visibilityOf({ status, visibility }: PostProjection): PostContent['visibility'] {
  if (status === 'sent') return 'newsletter'
  return visibility === 'public' ? 'public' : 'members'
}

/** What is no document of Ghost's editor becomes one block of its HTML. */
function documentOf({ lexical, html = '' }: PostProjection): LexicalDocument {
  const parsed = LexicalDocument.safeParse(lexical)
  if (parsed.success) return parsed.data
  const children: LexicalNode[] = html ? [{ type: 'html', version: 1, html }] : []
  return { root: { type: 'root', version: 1, direction: null, format: '', indent: 0, children } }
}

/** Every text of a document with the addresses of a Ghost's files replaced by ours, HTML included. */
function withMedia(document: LexicalDocument, media: ReadonlyMap<string, string>): LexicalDocument {
  if (media.size === 0) return document
  // The longest first: one address may begin another.
  const addresses = [...media.keys()].toSorted((a, b) => b.length - a.length)
  return withTexts(document, (value) =>
    addresses.reduce(
      (text, address) => text.replaceAll(address, media.get(address) ?? address),
      value,
    ),
  )
}

/** The document with every text of it, attributes and HTML included, changed this way. */
export function withTexts(
  document: LexicalDocument,
  change: (text: string) => string,
): LexicalDocument {
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value)
    if (Array.isArray(value)) return value.map(replace)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]))
  }
  return replace(document) as LexicalDocument
}

/** A caption is HTML at Ghost's and words here. */
function wordsOf(html: string): string {
  const plain = html.replaceAll(/<[^>]*>/g, '')
  const entities: Record<string, string> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#39': "'",
    nbsp: ' ',
  }
  return plain
    .replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_all, name: string) => entities[name] ?? '')
    .trim()
}
