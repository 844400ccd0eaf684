import type { PostContent } from '@rose-ash/shared/db/models/blog-writing'

const labels: Partial<Record<keyof PostContent, string>> = {
  title: 'Title',
  slug: 'Address',
  excerpt: 'Excerpt',
  image: 'Picture',
  imageAlt: 'What the picture shows',
  imageCaption: 'Caption of the picture',
  visibility: 'Who may read it',
  featured: 'Featured',
  canonicalUrl: 'First published at',
  seoTitle: 'Title for search engines',
  seoDescription: 'Description for search engines',
  socialTitle: 'Title for other sites',
  socialDescription: 'Description for other sites',
  socialImage: 'Picture for other sites',
}

export interface FieldChange {
  label: string
  before: string
  after: string
}

/** Which fields differ, in words for an editor; the text itself is compared elsewhere. */
export function fieldChanges(before: PostContent, after: PostContent): FieldChange[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    const [old, now] = [wordsOf(before, field), wordsOf(after, field)]
    return old === now ? [] : { label, before: old, after: now }
  })
}

function wordsOf(content: PostContent, field: string): string {
  const value = content[field as keyof typeof labels]
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' ? value : ''
}
