import { randomUUID } from 'node:crypto'
import { sampleOf, readFixture } from '../fixtures/read-fixture.ts'
import type { Redirect } from './redirect.ts'
import { renderHtml } from './render-html.ts'
import { type Resource, type Row, resources, slugOf, textOf, wholeSecond } from './rows.ts'

export interface StoredFile {
  bytes: Buffer
  contentType: string
}

/** Fields that posts and pages have in their rows; the rest of an answer is made of them. */
const ownOf = ({
  tags: _t,
  authors: _a,
  tiers: _r,
  primary_tag: _p,
  ...own
}: Record<string, unknown>) => {
  const { primary_author: _q, ...rest } = own
  return rest
}

/** Everything a Ghost knows. Posts and pages name their tags and authors by id. */
export class GhostState {
  readonly rows: Record<Resource, Map<string, Row>>
  readonly files = new Map<string, StoredFile>()
  /** What `redirects.json` says. */
  redirects: Redirect[] = []
  readonly actions: Omit<Row, 'updated_at'>[] = []
  readonly settings: { key: string; value: unknown }[]
  readonly #now: () => Date
  #count = 0

  constructor(now: () => Date) {
    this.#now = now
    this.rows = Object.fromEntries(resources.map((name) => [name, new Map()])) as never
    this.settings = structuredClone(readFixture('settings').settings) as never
    for (const name of ['users', 'tiers', 'newsletters'] as const) this.#keep(name, sampleOf(name))
  }

  now(): string {
    return wholeSecond(this.#now())
  }

  /** Ids sort as their things were made, as MongoDB's do. */
  newId(): string {
    this.#count += 1
    return `6b02b000${this.#count.toString(16).padStart(16, '0')}`
  }

  /** A new thing, with a slug of its own; nobody is told. */
  add(resource: Resource, values: Record<string, unknown> = {}): Row {
    const at = this.now()
    const isPost = resource === 'posts' || resource === 'pages'
    const sample = isPost ? ownOf(sampleOf(resource)) : sampleOf(resource)
    const fresh = { id: this.newId(), uuid: randomUUID(), created_at: at, updated_at: at }
    const row: Record<string, unknown> = {
      ...sample,
      ...fresh,
      ...(isPost ? emptyPost : {}),
      ...values,
    }
    if (!('uuid' in sample)) delete row.uuid
    if (isPost) {
      row.author_ids ??= [[...this.rows.users.keys()][0]]
      if (values.html === undefined) row.html = renderHtml(row.lexical)
    }
    if ('slug' in row)
      row.slug = this.freeSlug(
        resource,
        textOf(values.slug) || slugOf(textOf(row.title ?? row.name)),
      )
    return this.#keep(resource, row)
  }

  /** As Ghost does it, silently: `-2` for a slug that is taken. Posts and pages share theirs. */
  freeSlug(resource: Resource, wanted: string, ownId?: string): string {
    const shared: Resource[] = ['posts', 'pages'].includes(resource)
      ? ['posts', 'pages']
      : [resource]
    const taken = new Set(
      shared.flatMap((name) =>
        [...this.rows[name].values()].filter(({ id }) => id !== ownId).map(({ slug }) => slug),
      ),
    )
    let slug = wanted
    for (let n = 2; taken.has(slug); n += 1) slug = `${wanted}-${n}`
    return slug
  }

  /** Puts a file where its address says, such as `/content/images/2026/11/a.jpg`. */
  addFile(path: string, file: StoredFile): void {
    this.files.set(path, file)
  }

  /** What `/actions/` tells; bulk actions name no thing. */
  note(event: string, type: string, resourceId: string | null): void {
    const at = this.now()
    const values = { id: this.newId(), event, resource_type: type, resource_id: resourceId }
    this.actions.unshift({ ...sampleOf('actions'), ...values, created_at: at })
  }

  setting(key: string, value: unknown): void {
    const found = this.settings.find((setting) => setting.key === key)
    if (found) found.value = value
    else this.settings.push({ key, value })
  }

  #keep(resource: Resource, row: Record<string, unknown>): Row {
    const kept = row as Row
    this.rows[resource].set(kept.id, kept)
    return kept
  }
}

const emptyPost = {
  title: 'Untitled',
  status: 'draft',
  published_at: null,
  featured: false,
  visibility: 'public',
  feature_image: null,
  feature_image_alt: null,
  feature_image_caption: null,
  custom_excerpt: null,
  canonical_url: null,
  tag_ids: [] as string[],
  author_ids: undefined as (string | undefined)[] | undefined,
  html: undefined as string | undefined,
}
