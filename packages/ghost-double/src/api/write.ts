import { parseLexical, renderHtml } from '../state/render-html.ts'
import type { GhostState } from '../state/ghost-state.ts'
import { type Resource, type Row, textOf } from '../state/rows.ts'
import { collision, invalid } from './ghost-error.ts'

export const singularOf: Record<Resource, string> = {
  posts: 'post',
  pages: 'page',
  tags: 'tag',
  users: 'user',
  members: 'member',
  newsletters: 'newsletter',
  tiers: 'tier',
}

/** What a change did: the thing as it was and is, and the events that Ghost fires for it, in order. */
export interface Change {
  row: Row
  before: Row | undefined
  events: string[]
}

type Values = Record<string, unknown>

/** What Ghost decides by itself, whatever was sent. */
const ignored = new Set([
  'id',
  'uuid',
  'created_at',
  'html',
  'plaintext',
  'url',
  'primary_tag',
  'primary_author',
  'comment_id',
  'excerpt',
  'reading_time',
  'count',
  'updated_at',
])

/** Makes a thing of what was sent. */
export function addRow(state: GhostState, resource: Resource, sent: Values): Change {
  const { values, newTags } = resolve(state, sent)
  const isPost = resource === 'posts' || resource === 'pages'
  if (isPost) checkPost(values)
  const times = isPost && sent.updated_at ? { updated_at: sent.updated_at } : {}
  const row = state.add(resource, { ...values, ...times })
  if (isPost) settlePost(state, row)
  const one = singularOf[resource]
  const events = [...newTags.map(() => 'tag.added'), `${one}.added`]
  if (row.status === 'published' && isPost) events.push(`${one}.published`)
  if (row.status === 'scheduled') events.push(`${one}.scheduled`)
  if ((isPost && row.status === 'published') || resource === 'tags') events.push('site.changed')
  state.note('added', one, row.id)
  return { row, before: undefined, events }
}

/** Changes a thing as a PUT does. @throws {GhostError} 409 when it was changed since, 422 when it will not do. */
export function editRow(state: GhostState, resource: Resource, row: Row, sent: Values): Change {
  const one = singularOf[resource]
  const isPost = resource === 'posts' || resource === 'pages'
  if (isPost && !sent.updated_at)
    throw invalid(`Validation error, cannot edit ${one}.`, 'Validation failed for 0.')
  const { values, newTags } = resolve(state, sent)
  const changed = Object.keys(values).filter((key) => !same(values[key], row[key]))
  const before = { ...row }
  if (changed.length === 0) return { row, before, events: [] }
  // Compared by the second: of two edits within one, the later wins unseen.
  if (isPost && Date.parse(String(sent.updated_at)) !== Date.parse(row.updated_at))
    throw collision(one, changed)
  if (isPost) checkPost({ ...row, ...values })
  if (typeof values.slug === 'string') values.slug = state.freeSlug(resource, values.slug, row.id)
  Object.assign(row, values, { updated_at: state.now() })
  if (isPost) settlePost(state, row)
  state.note('edited', one, row.id)
  return { row, before, events: editEvents(resource, before, row, newTags.length) }
}

export function deleteRow(state: GhostState, resource: Resource, row: Row): Change {
  const one = singularOf[resource]
  state.rows[resource].delete(row.id)
  state.note('deleted', one, row.id)
  const wasPublic = row.status === 'published' && (resource === 'posts' || resource === 'pages')
  const events = wasPublic
    ? ['site.changed', `${one}.unpublished`, `${one}.deleted`]
    : [`${one}.deleted`]
  if (resource === 'tags') {
    events.push('site.changed')
    for (const post of [...state.rows.posts.values(), ...state.rows.pages.values()]) {
      post.tag_ids = (post.tag_ids as string[]).filter((id) => id !== row.id)
    }
  }
  return { row, before: row, events }
}

function editEvents(resource: Resource, before: Row, after: Row, newTags: number): string[] {
  const one = singularOf[resource]
  if (resource === 'tags') return ['tag.edited', 'site.changed']
  if (resource !== 'posts' && resource !== 'pages') return [`${one}.edited`]
  const [had, has] = [before.tag_ids as string[], after.tag_ids as string[]]
  return [
    ...Array.from({ length: newTags }, () => 'tag.added'),
    ...has.filter((id) => !had.includes(id)).map(() => `${one}.tag.attached`),
    ...had.filter((id) => !has.includes(id)).map(() => `${one}.tag.detached`),
    ...statusEvents(before, after).map((event) => `${one}.${event}`),
    `${one}.edited`,
    ...(before.status === 'published' || after.status === 'published' ? ['site.changed'] : []),
  ]
}

function statusEvents(before: Row, after: Row): string[] {
  const way = `${String(before.status)} ${String(after.status)}`
  if (way === 'published published') return ['published.edited']
  if (way === 'scheduled scheduled')
    return before.published_at === after.published_at ? [] : ['rescheduled']
  if (before.status === after.status) return []
  if (after.status === 'published') return ['published']
  if (after.status === 'scheduled') return ['scheduled']
  return [before.status === 'published' ? 'unpublished' : 'unscheduled']
}

/** What was sent as a row has it: tags and authors by id, unknown tags made. */
function resolve(state: GhostState, sent: Values): { values: Values; newTags: Row[] } {
  const values: Values = {}
  const newTags: Row[] = []
  for (const [key, value] of Object.entries(sent)) if (!ignored.has(key)) values[key] = value
  if (Array.isArray(sent.tags)) {
    delete values.tags
    values.tag_ids = sent.tags.map((tag: unknown) => tagId(state, tag, newTags))
  }
  if (Array.isArray(sent.authors)) {
    delete values.authors
    values.author_ids = sent.authors.flatMap((author: unknown) => authorId(state, author))
  }
  if (Array.isArray(sent.newsletters)) {
    delete values.newsletters
    values.newsletter_ids = (sent.newsletters as Row[]).map(({ id }) => id)
  }
  return { values, newTags }
}

function tagId(state: GhostState, sent: unknown, newTags: Row[]): string {
  const { id, slug, name } = (typeof sent === 'string' ? { name: sent } : sent) as Record<
    string,
    string
  >
  const tags = [...state.rows.tags.values()]
  const found =
    tags.find((tag) => tag.id === id) ??
    tags.find((tag) => slug && tag.slug === slug) ??
    tags.find((tag) => name && tag.name === name)
  if (found) return found.id
  const visibility = name?.startsWith('#') ? 'internal' : 'public'
  const made = state.add('tags', {
    name: name ?? slug,
    ...(slug ? { slug } : {}),
    visibility,
    description: null,
  })
  newTags.push(made)
  return made.id
}

function authorId(state: GhostState, sent: unknown): string[] {
  const { id, slug, email } = (typeof sent === 'string' ? { email: sent } : sent) as Record<
    string,
    string
  >
  const users = [...state.rows.users.values()]
  const found = users.find((user) => user.id === id || user.slug === slug || user.email === email)
  return found ? [found.id] : []
}

function checkPost(values: Values): void {
  const bad =
    values.lexical !== undefined && values.lexical !== null && !parseLexical(values.lexical)
  if (bad) throw invalid('Validation error, cannot save post.')
  if (textOf(values.title).length > 255)
    throw invalid(
      'Validation error, cannot save post.',
      'Title cannot be longer than 255 characters.',
    )
  if (values.status === 'scheduled' && !values.published_at)
    throw invalid('Validation error, cannot save post.', 'Date must be in the future.')
}

function settlePost(state: GhostState, row: Row): void {
  row.html = renderHtml(row.lexical)
  if (row.status === 'published') row.published_at ??= state.now()
}

/** Lists by their order, everything else by what it says; a date by its instant. */
function same(sent: unknown, have: unknown): boolean {
  if (typeof sent === 'string' && typeof have === 'string' && /^\d{4}-\d\d-\d\dT/.test(have)) {
    return Date.parse(sent) === Date.parse(have)
  }
  return JSON.stringify(sent ?? null) === JSON.stringify(have ?? null)
}
