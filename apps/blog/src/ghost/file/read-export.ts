import { createHash } from 'node:crypto'
import type { ghostExportRows } from '@rose-ash/shared/db/models/blog-ghost'

export type ExportList = (typeof ghostExportRows.$inferSelect)['list']

/** A row of an export file in the form in which the Admin API gives it. */
export interface ExportRow {
  list: ExportList
  ghostId: string
  row: Record<string, unknown>
}

export interface ExportOptions {
  /** The address of the site that was exported; its own addresses are not in the file. */
  siteUrl: string | undefined
  /** The blog's own origin: what we exported ourselves comes back as it was. */
  origin: string
}

/** Why a file cannot be taken, for whoever chose it. */
export class ExportUnreadable extends Error {}

type Table = Record<string, unknown>[]

/**
 * Everything that an export file has, what is named before what names it.
 *
 * @param text the JSON of a Ghost's export.
 * @throws {ExportUnreadable} when it is no JSON, no export, or from a Ghost that we do not know.
 */
export function* readExport(text: string, options: ExportOptions): Generator<ExportRow> {
  const data = tablesOf(parseJson(text))
  const tableOf = (name: string): Table => {
    const rows = data[name]
    return Array.isArray(rows) ? (rows as Table) : []
  }
  const here = (value: unknown) => withAddresses(value, options)
  for (const list of ['newsletters', 'tags', 'users'] as const) {
    for (const row of tableOf(list)) yield named(list, here(row) as Table[number])
  }
  const metas = new Map(tableOf('posts_meta').map((row) => [String(row.post_id), row]))
  const tags = joined(tableOf('posts_tags'), 'post_id', 'tag_id')
  const authors = joined(tableOf('posts_authors'), 'post_id', 'author_id')
  for (const post of tableOf('posts')) {
    const meta = metas.get(String(post.id)) ?? {}
    const by = authors.get(String(post.id)) ?? (post.author_id ? [idOf(post.author_id)] : [])
    const row = { ...meta, ...post, tags: refs(tags.get(String(post.id))), authors: refs(by) }
    const isPage = post.type === 'page' || Number(post.page) === 1
    yield named(isPage ? 'pages' : 'posts', here(row) as Table[number])
  }
  const chosen = joined(tableOf('members_newsletters'), 'member_id', 'newsletter_id')
  for (const member of tableOf('members')) {
    const newsletters = (chosen.get(String(member.id)) ?? []).map((id) => ({ id }))
    yield named('members', { ...member, newsletters })
  }
  for (const { key, value } of settingsOf(data.settings)) {
    yield { list: 'settings', ghostId: key, row: { value: here(value) } }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch {
    throw new ExportUnreadable(
      'This file is not JSON. In Ghost, open Settings, then Import and export, and export your content; the file ends in .json.',
    )
  }
}

/** Versions of Ghost whose files have the same tables. */
const [oldest, newest] = [2, 6] as const

function tablesOf(parsed: unknown): Record<string, unknown> {
  const outer = parsed as { db?: unknown[] } | null
  const site = (Array.isArray(outer?.db) ? outer.db[0] : outer) as {
    meta?: { version?: string | number }
    data?: Record<string, unknown>
  } | null
  if (!site?.data || !Array.isArray(site.data.posts)) {
    throw new ExportUnreadable(
      'This file is JSON, but not the export of a Ghost: it has no posts where a Ghost writes them. Choose the file that Ghost gave you, unchanged.',
    )
  }
  const version = String(site.meta?.version ?? '')
  const major = Number.parseInt(version, 10)
  if (!(major >= oldest && major <= newest)) {
    throw new ExportUnreadable(
      `This file is from Ghost ${version || 'of an unknown version'}. We read those of Ghost ${oldest} to ${newest}; bring your Ghost up to date and export again.`,
    )
  }
  return site.data
}

/** Which things a thing has, in their order. */
function joined(rows: Table, of: string, to: string): Map<string, string[]> {
  const all = new Map<string, string[]>()
  const inOrder = rows.toSorted((a, b) => Number(a.sort_order ?? 0) - Number(b.sort_order ?? 0))
  for (const row of inOrder) {
    const key = String(row[of])
    all.set(key, [...(all.get(key) ?? []), idOf(row[to])])
  }
  return all
}

const refs = (ids: readonly string[] = []) => ids.map((id) => ({ id, slug: '' }))

/** Older files have an owner whose id is 1: anything that is no id becomes one, always the same. */
function idOf(id: unknown): string {
  const text = String(id)
  if (/^[0-9a-f]{24}$/.test(text)) return text
  return createHash('sha256').update(`ghost:${text}`).digest('hex').slice(0, 24)
}

function named(list: ExportList, row: Table[number]): ExportRow {
  const id = idOf(row.id)
  const times = Object.fromEntries(
    ['updated_at', 'published_at']
      .filter((key) => key in row)
      .map((key) => [key, moment(row[key])]),
  )
  return { list, ghostId: id, row: { ...row, ...times, id } }
}

/** Dates are ISO, or as a database writes them, in UTC, or milliseconds. */
function moment(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const isBare = typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(value)
  const at = new Date(isBare ? `${value.slice(0, 19).replace(' ', 'T')}Z` : value)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

function settingsOf(settings: unknown): { key: string; value: unknown }[] {
  if (Array.isArray(settings)) {
    return (settings as { key?: unknown; value?: unknown }[]).flatMap(({ key, value }) =>
      typeof key === 'string' ? [{ key, value }] : [],
    )
  }
  const values = settings as Record<string, unknown> | undefined
  return Object.entries(values ?? {}).map(([key, value]) => ({ key, value }))
}

/** A Ghost writes `__GHOST_URL__` for its own address; ours is written out, and is taken off again. */
function withAddresses(value: unknown, options: ExportOptions): unknown {
  if (Array.isArray(value)) return value.map((one) => withAddresses(one, options))
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, one]) => [key, withAddresses(one, options)])
    return Object.fromEntries(entries) as unknown
  }
  if (typeof value !== 'string') return value
  const files = `${options.origin}/media/files/`
  const own = value.startsWith(files) ? value.slice(options.origin.length) : value
  return own
    .replaceAll(`"${files}`, '"/media/files/')
    .replaceAll('__GHOST_URL__', options.siteUrl ?? '')
}
