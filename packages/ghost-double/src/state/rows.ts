/** A row of Ghost's, with the names that its API gives. What a test does not set is as captured. */
export interface Row {
  id: string
  created_at: string
  updated_at: string
  [field: string]: unknown
}

export const resources = [
  'posts',
  'pages',
  'tags',
  'users',
  'members',
  'newsletters',
  'tiers',
] as const

export type Resource = (typeof resources)[number]

export function isResource(name: string): name is Resource {
  return (resources as readonly string[]).includes(name)
}

/** Ghost's times have whole seconds. */
export function wholeSecond(now: Date): string {
  return new Date(Math.floor(now.getTime() / 1_000) * 1_000).toISOString()
}

/** "Bread & Rye" → "bread-rye" */
export function slugOf(title: string): string {
  const plain = title.normalize('NFKD').toLowerCase()
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'untitled'
}

/** A field as text; nothing for what has none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
