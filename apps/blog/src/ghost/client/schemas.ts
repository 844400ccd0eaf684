import { z } from 'zod'

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const address = z
  .string()
  .nullish()
  .transform((value) => value ?? null)
const id = z.string().regex(/^[0-9a-f]{24}$/)
const moment = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((value) => value ?? null)

/** A thing that is only named by another. */
const named = z.object({ id, slug: z.string() })

/** A post or a page, in the Admin API's words. */
export const GhostPost = z.object({
  id,
  uuid: z.string().nullish(),
  title: z.string(),
  slug: z.string(),
  lexical: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  html: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  status: z.enum(['draft', 'scheduled', 'published', 'sent']),
  visibility: z.string(),
  featured: z.boolean().or(z.number().transform(Boolean)).default(false),
  updated_at: moment,
  published_at: moment,
  custom_excerpt: text,
  canonical_url: address,
  feature_image: address,
  feature_image_alt: text,
  feature_image_caption: text,
  meta_title: text,
  meta_description: text,
  og_image: address,
  og_title: text,
  og_description: text,
  tags: z.array(named).default([]),
  authors: z.array(named).default([]),
})

export const GhostTag = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  description: text,
  feature_image: address,
  visibility: z.string().default('public'),
  meta_title: text,
  meta_description: text,
  updated_at: moment,
})

export const GhostAuthor = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  bio: text,
  updated_at: moment,
})

export const GhostNewsletter = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  description: text,
  status: z.string(),
  updated_at: moment,
})

export const GhostMember = z.object({
  id,
  email: z.string(),
  name: text,
  updated_at: moment,
  newsletters: z.array(z.object({ id })).default([]),
})

/** What a sweep asks of every post: enough to see that it was touched behind `updated_at`. */
export const GhostGlance = z.object({
  id,
  slug: z.string(),
  status: z.string(),
  visibility: z.string(),
  featured: z.boolean().or(z.number().transform(Boolean)),
  updated_at: moment,
  tags: z.array(z.object({ id })).default([]),
})

export const GhostSite = z.object({ title: z.string(), url: z.string(), version: z.string() })

export const GhostSetting = z.object({ key: z.string(), value: z.unknown() })

/** A line of `redirects.json`; what else it says is kept as it is. */
export const GhostRedirectRow = z.looseObject({ from: z.string(), to: z.string() })

export type GhostRedirectRow = z.infer<typeof GhostRedirectRow>
export type GhostPost = z.infer<typeof GhostPost>
export type GhostTag = z.infer<typeof GhostTag>
export type GhostAuthor = z.infer<typeof GhostAuthor>
export type GhostNewsletter = z.infer<typeof GhostNewsletter>
export type GhostMember = z.infer<typeof GhostMember>
export type GhostGlance = z.infer<typeof GhostGlance>
export type GhostSite = z.infer<typeof GhostSite>
