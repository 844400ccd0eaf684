import { z } from 'zod'
import type {
  GhostAuthor,
  GhostMember,
  GhostNewsletter,
  GhostPost,
  GhostTag,
} from '../client/schemas.ts'
import type { Projection } from './canonical.ts'

/** A post or page of Ghost's as both sides agree on it. */
export const PostProjection = z.object({
  title: z.string(),
  slug: z.string(),
  /** The document; `null` for one from before Ghost's present editor, which has `html` alone. */
  lexical: z.unknown(),
  status: z.enum(['draft', 'scheduled', 'published', 'sent']),
  published_at: z.string().nullable(),
  visibility: z.string(),
  featured: z.boolean(),
  custom_excerpt: z.string(),
  canonical_url: z.string().nullable(),
  feature_image: z.string().nullable(),
  feature_image_alt: z.string(),
  feature_image_caption: z.string(),
  meta_title: z.string(),
  meta_description: z.string(),
  og_title: z.string(),
  og_description: z.string(),
  og_image: z.string().nullable(),
  /** Ghost's ids, in order. */
  tags: z.array(z.string()),
  authors: z.array(z.string()),
  /** Only where `lexical` is null. */
  html: z.string().optional(),
})

export type PostProjection = z.infer<typeof PostProjection>

/** Never throws: a document that is no JSON counts as none. */
export function projectPost(post: GhostPost): PostProjection {
  const {
    id: _,
    uuid: _u,
    updated_at: _at,
    html,
    lexical,
    tags,
    authors,
    published_at: at,
    ...same
  } = post
  const document = parseJson(lexical)
  return {
    ...same,
    lexical: document,
    published_at: at === null ? null : new Date(at).toISOString(),
    tags: tags.map(({ id }) => id),
    authors: authors.map(({ id }) => id),
    ...(document === null ? { html } : {}),
  }
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null') as unknown
  } catch {
    return null
  }
}

export function projectTag(tag: GhostTag): Projection {
  return withoutKey(tag)
}

export function projectAuthor(author: GhostAuthor): Projection {
  return withoutKey(author)
}

export function projectNewsletter(newsletter: GhostNewsletter): Projection {
  return withoutKey(newsletter)
}

export function projectMember({ email, name, newsletters }: GhostMember): Projection {
  const ids = newsletters.map(({ id }) => id).toSorted()
  return { email: email.toLowerCase(), name, newsletters: ids }
}

/** What a thing is, without which one it is and when it was. */
function withoutKey(row: { id: string; updated_at: string | null }): Projection {
  const { id: _, updated_at: _at, ...rest } = row
  return rest
}
