import { sampleOf } from '../fixtures/read-fixture.ts'
import type { GhostState } from '../state/ghost-state.ts'
import { type Resource, type Row, textOf } from '../state/rows.ts'
import type { Query } from './browse.ts'

const split = (list: string | undefined): string[] => list?.split(',').filter(Boolean) ?? []

/** A row as the Admin API shows it, with what was asked to be with it. */
export function shape(
  state: GhostState,
  resource: Resource,
  row: Row,
  query: Query,
  url: string,
): Row {
  const whole =
    resource === 'posts' || resource === 'pages'
      ? shapePost(state, resource, row, url)
      : shapeOther(state, resource, row, url)
  const include = split(query.include)
  const left = { ...whole }
  if (resource === 'users' && !include.includes('roles')) delete left.roles
  if (
    resource !== 'members' &&
    !include.some((name) => name.startsWith('count.')) &&
    !('lexical' in whole)
  )
    delete left.count
  if ('lexical' in whole) withFormats(left, query)
  const fields = split(query.fields)
  if (fields.length === 0) return left
  const wanted = new Set([...fields, ...include])
  return Object.fromEntries(Object.entries(left).filter(([name]) => wanted.has(name))) as Row
}

/** A post in a webhook: with HTML, without what it was made of. */
export function shapeForHook(state: GhostState, resource: Resource, row: Row, url: string): Row {
  const {
    lexical: _l,
    mobiledoc: _m,
    ...rest
  } = shape(state, resource, row, { formats: 'html,plaintext' }, url)
  return rest
}

function withFormats(post: Record<string, unknown>, { formats }: Query): void {
  const asked = new Set(formats ? split(formats) : ['lexical', 'mobiledoc'])
  for (const format of ['lexical', 'mobiledoc', 'html', 'plaintext']) {
    if (!asked.has(format)) delete post[format]
  }
}

function shapePost(state: GhostState, resource: Resource, row: Row, url: string): Row {
  const {
    tag_ids: tagIds,
    author_ids: authorIds,
    tiers,
    ...own
  } = row as Row & { tag_ids: string[]; author_ids: string[] }
  const tags = tagIds
    .flatMap((id) => state.rows.tags.get(id) ?? [])
    .map((tag) => shape(state, 'tags', tag, {}, url))
  const authors = authorIds
    .flatMap((id) => state.rows.users.get(id) ?? [])
    .map((user) =>
      shape(state, 'users', user, resource === 'pages' ? { include: 'roles' } : {}, url),
    )
  const text = textOf(own.html).replaceAll(/<[^>]*>/g, '')
  const plaintext = 'plaintext' in sampleOf(resource) ? { plaintext: text } : {}
  const path = own.status === 'published' ? own.slug : `p/${String(own.uuid)}`
  return {
    ...own,
    ...plaintext,
    tags,
    authors,
    tiers: tiers ?? sampleOf(resource).tiers,
    primary_author: authors[0] ?? null,
    primary_tag: tags[0] ?? null,
    url: `${url}/${String(path)}/`,
    excerpt: own.custom_excerpt ?? text.slice(0, 500),
    comment_id: own.id,
  }
}

function shapeOther(state: GhostState, resource: Resource, row: Row, url: string): Row {
  if (resource === 'tags') return { ...row, url: `${url}/tag/${String(row.slug)}/` }
  if (resource === 'users') return { ...row, url: `${url}/author/${String(row.slug)}/` }
  if (resource !== 'members') return { ...row }
  const { newsletter_ids: ids, ...own } = row as Row & { newsletter_ids?: string[] }
  const taken = (ids ?? []).flatMap((id) => state.rows.newsletters.get(id) ?? [])
  const newsletters = taken.map(({ id, name, description, status }) => ({
    id,
    name,
    description,
    status,
  }))
  return { ...own, newsletters, subscribed: newsletters.length > 0 }
}
