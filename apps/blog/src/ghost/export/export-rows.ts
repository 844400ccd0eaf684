import type { NavNode } from '../../navigation/queries.ts'
import type { authors, posts } from '@rose-ash/shared/db/models/blog'
import type { newsletters } from '@rose-ash/shared/db/models/blog-newsletters'
import type { tags } from '@rose-ash/shared/db/models/blog-writing'

type Post = typeof posts.$inferSelect

/** One of our ids in the form of Ghost's: the last 24 of its hexadecimal digits. */
export function ghostIdOf(id: string): string {
  return id.replaceAll('-', '').slice(-24)
}

/** Every address of a file of ours with the origin it has, in HTML or in JSON. */
function absolute(text: string, origin: string): string {
  return text.replaceAll('"/media/files/', `"${origin}/media/files/`)
}

/** A drawing of ours has no address that a Ghost could show. */
function picture(image: string | null, origin: string): string | null {
  if (image?.startsWith('/')) return origin + image
  return image && /^https?:/.test(image) ? image : null
}

export function postRow(post: Post, origin: string) {
  const { id, title, slug, html, plaintext, featured, type, visibility } = post
  const isOut = post.status === 'published' || post.status === 'scheduled'
  return {
    id: ghostIdOf(id),
    uuid: id,
    title,
    slug,
    mobiledoc: null,
    lexical: absolute(JSON.stringify(post.lexical), origin),
    html: absolute(html, origin),
    comment_id: ghostIdOf(id),
    plaintext,
    feature_image: picture(post.image, origin),
    featured: featured ? 1 : 0,
    type,
    status: isOut ? post.status : 'draft',
    visibility: visibility === 'public' ? 'public' : 'members',
    created_at: post.createdAt.toISOString(),
    updated_at: post.updatedAt.toISOString(),
    published_at: post.publishedAt?.toISOString() ?? null,
    custom_excerpt: post.excerpt.slice(0, 300) || null,
    canonical_url: post.canonicalUrl,
    show_title_and_feature_image: 1,
  }
}

export function metaRow(post: Post, origin: string) {
  return {
    id: ghostIdOf(post.id),
    post_id: ghostIdOf(post.id),
    og_image: picture(post.socialImage, origin),
    og_title: post.socialTitle || null,
    og_description: post.socialDescription || null,
    twitter_image: null,
    twitter_title: null,
    twitter_description: null,
    meta_title: post.seoTitle || null,
    meta_description: post.seoDescription || null,
    email_subject: null,
    frontmatter: null,
    feature_image_alt: post.imageAlt || null,
    feature_image_caption: post.imageCaption ? escaped(post.imageCaption) : null,
    email_only: 0,
  }
}

export function tagRow(tag: typeof tags.$inferSelect, origin: string) {
  return {
    id: ghostIdOf(tag.id),
    name: tag.name,
    slug: tag.slug,
    description: tag.description || null,
    feature_image: picture(tag.image, origin),
    visibility: tag.visibility,
    meta_title: tag.seoTitle || null,
    meta_description: tag.seoDescription || null,
    created_at: tag.createdAt.toISOString(),
    updated_at: tag.updatedAt.toISOString(),
  }
}

/** Readers know no address of an author; a Ghost wants one, so it gets one that reaches nobody. */
export function userRow({ id, slug, name, bio }: typeof authors.$inferSelect) {
  const email = `${slug}@authors.invalid`
  return { id: ghostIdOf(id), name, slug, email, bio: bio.slice(0, 200) || null, status: 'active' }
}

export function newsletterRow({
  id,
  slug,
  name,
  description,
  status,
}: typeof newsletters.$inferSelect) {
  return { id: ghostIdOf(id), uuid: id, name, slug, description: description || null, status }
}

/** The first level of the menu, for a Ghost has no other; what is here leads there under its name. */
export function menuRows(menu: readonly NavNode[], origin: string) {
  return menu.map(({ label, href }) => {
    const path = href?.startsWith(`${origin}/`) ? href.slice(origin.length) : undefined
    const there = path?.replace(/^\/tags\//, '/tag/').replace(/^\/authors\//, '/author/')
    return { label, url: there === undefined ? href : `${there.replace(/\/$/, '')}/` }
  })
}

/** A caption is words here and HTML there. */
function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
