import type { PostContent } from '@rose-ash/shared/db/models/blog-writing'
import { toSlug } from '../../editing/slugs.ts'
import { isSame } from './canonical.ts'
import { type LocalNames, type LocalPost, toLocalPost, withTexts } from './post-content.ts'
import type { PostProjection } from './project-ghost.ts'

/** What things of ours are called at a Ghost. */
export interface GhostNames {
  /** Ghost's ids by ours. */
  tags: ReadonlyMap<string, string>
  authors: ReadonlyMap<string, string>
  /** A text with the addresses of our files replaced by those that the Ghost can show. */
  media: (text: string) => string
}

/** What of a projection each part of a post is. */
const fieldOf = {
  title: 'title',
  slug: 'slug',
  lexical: 'lexical',
  excerpt: 'custom_excerpt',
  image: 'feature_image',
  imageAlt: 'feature_image_alt',
  imageCaption: 'feature_image_caption',
  visibility: 'visibility',
  featured: 'featured',
  canonicalUrl: 'canonical_url',
  seoTitle: 'meta_title',
  seoDescription: 'meta_description',
  socialTitle: 'og_title',
  socialDescription: 'og_description',
  socialImage: 'og_image',
  authorIds: 'authors',
  tagIds: 'tags',
} as const satisfies Record<keyof PostContent, keyof PostProjection>

export interface Agreed {
  base: PostProjection
  back: LocalNames
  /** What the slug was here then: either side may have had to put `-2` behind it. */
  slug: string | null
}

const parts = Object.keys(fieldOf) as (keyof PostContent)[]

/**
 * Our post in Ghost's words. What we keep of a Ghost's is less than it has, such as the tier that
 * may read it: a part that is here as it came is what the Ghost has, word for word.
 */
export function projectLocal(local: LocalPost, names: GhostNames, agreed?: Agreed): PostProjection {
  const ours = plainProjection(local, names)
  if (!agreed) return ours
  const { base, back, slug } = agreed
  const came = toLocalPost(base, back)
  const kept: Partial<Record<keyof PostProjection, unknown>> = {}
  for (const part of parts) {
    const isAsItCame =
      part === 'slug'
        ? local.content.slug === (slug ?? toSlug(base.slug))
        : isSame(came.content[part], local.content[part])
    if (isAsItCame) kept[fieldOf[part]] = base[fieldOf[part]]
  }
  if ('lexical' in kept && base.lexical === null) kept.html = base.html
  if (came.status === local.status || base.status === 'sent') kept.status = base.status
  if (secondOf(came.publishedAt) === secondOf(local.publishedAt))
    kept.published_at = base.published_at
  return { ...ours, ...kept } as PostProjection
}

/**
 * What to keep here of what both sides made of a post: a part that the merge left as ours stays just
 * as it is here.
 */
export function mergedLocal(
  local: LocalPost,
  { ours, merged, names }: { ours: PostProjection; merged: PostProjection; names: LocalNames },
): LocalPost {
  const taken = toLocalPost(merged, names)
  const theirs = parts.filter((part) => !isSame(ours[fieldOf[part]], merged[fieldOf[part]]))
  const changed = Object.fromEntries(theirs.map((part) => [part, taken.content[part]]))
  const isTimed = isSame([ours.status, ours.published_at], [merged.status, merged.published_at])
  const { status, publishedAt } = isTimed ? local : taken
  return { content: { ...local.content, ...changed }, status, publishedAt }
}

function plainProjection({ content, status, publishedAt }: LocalPost, names: GhostNames) {
  const isOut = status === 'published' || status === 'scheduled'
  const projection: PostProjection = {
    title: content.title.slice(0, 255),
    slug: content.slug,
    lexical: withTexts(content.lexical, names.media),
    status: isOut ? status : 'draft',
    published_at: secondOf(publishedAt),
    visibility: content.visibility === 'public' ? 'public' : 'members',
    featured: content.featured,
    custom_excerpt: content.excerpt.slice(0, 300),
    canonical_url: content.canonicalUrl,
    feature_image: picture(content.image, names),
    feature_image_alt: content.imageAlt.slice(0, 191),
    feature_image_caption: escaped(content.imageCaption),
    meta_title: content.seoTitle.slice(0, 300),
    meta_description: content.seoDescription.slice(0, 500),
    og_title: content.socialTitle.slice(0, 300),
    og_description: content.socialDescription.slice(0, 500),
    og_image: picture(content.socialImage, names),
    tags: content.tagIds.flatMap((id) => names.tags.get(id) ?? []),
    authors: content.authorIds.flatMap((id) => names.authors.get(id) ?? []),
  }
  return projection
}

/** A Ghost counts whole seconds. */
function secondOf(at: Date | null): string | null {
  return at && new Date(Math.floor(at.getTime() / 1_000) * 1_000).toISOString()
}

/** A drawing of ours has no address that a Ghost could show. */
function picture(image: string | null, { media }: GhostNames): string | null {
  const address = image && media(image)
  return address && /^https?:/.test(address) ? address : null
}

/** A caption is words here and HTML there. */
function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
