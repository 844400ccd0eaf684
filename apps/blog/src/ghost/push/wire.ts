import type { PostProjection } from '../projection/project-ghost.ts'

/** Where a Ghost lists them. */
export const listFor = { post: 'posts', page: 'pages' } as const

/** These fields of a post as the Admin API takes them. */
export function wireOf(fields: Partial<PostProjection>): Record<string, unknown> {
  const { lexical, tags, authors, html: _, ...rest } = fields
  const values: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, value === '' ? null : value]),
  )
  // One from before the present editor has a document in the old form, which must go.
  if (lexical) Object.assign(values, { lexical: JSON.stringify(lexical), mobiledoc: null })
  if (tags) values.tags = tags.map((id) => ({ id }))
  if (authors && authors.length > 0) values.authors = authors.map((id) => ({ id }))
  if (values.title === null) values.title = '(Untitled)'
  return values
}
