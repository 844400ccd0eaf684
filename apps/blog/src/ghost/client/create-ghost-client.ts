import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { askGhost, type GhostAccess } from './ask-ghost.ts'
import { GhostTrouble } from './errors.ts'
import {
  GhostAuthor,
  GhostGlance,
  GhostMember,
  GhostNewsletter,
  GhostPost,
  GhostRedirectRow,
  GhostSetting,
  GhostSite,
  GhostTag,
} from './schemas.ts'

const lists = {
  posts: { schema: GhostPost, query: 'formats=lexical,html&include=tags,authors' },
  pages: { schema: GhostPost, query: 'formats=lexical,html&include=tags,authors' },
  tags: { schema: GhostTag, query: '' },
  users: { schema: GhostAuthor, query: '' },
  newsletters: { schema: GhostNewsletter, query: '' },
  members: { schema: GhostMember, query: 'include=newsletters' },
} as const

export type GhostList = keyof typeof lists
type Row<L extends GhostList> = z.infer<(typeof lists)[L]['schema']>

export interface Browse {
  /** In Ghost's filter language; joined with the place to go on from. */
  filter?: string
  /** The id to go on after. */
  after?: string | undefined
}

export interface Upload {
  bytes: Uint8Array
  name: string
  contentType: string
}

/** A Ghost's Admin API as far as we need it. Everything throws {GhostTrouble}. */
export interface GhostClient {
  /** All rows by their ids, 100 at a time, however the list changes meanwhile. */
  browse<L extends GhostList>(list: L, options?: Browse): AsyncGenerator<Row<L>>
  /** How many rows there are. */
  count(list: GhostList): Promise<number>
  /** undefined: Ghost itself says that there is none. */
  read<L extends GhostList>(list: L, id: string): Promise<Row<L> | undefined>
  /** Every post or page with what a bulk action can change. */
  glance(list: 'posts' | 'pages'): AsyncGenerator<GhostGlance>
  add<L extends GhostList>(list: L, values: Record<string, unknown>): Promise<Row<L>>
  /** `values` must have the `updated_at` that was read. undefined: gone. */
  edit<L extends GhostList>(
    list: L,
    id: string,
    values: Record<string, unknown>,
  ): Promise<Row<L> | undefined>
  /** @returns the address that Ghost gave the image. */
  upload(file: Upload): Promise<string>
  /** Has the Ghost tell this address of these events; one that it tells already is fine. */
  subscribe(hook: { event: string; url: string; secret: string }): Promise<void>
  /** Needs no key, so it tells whether there is a Ghost at all. */
  site(): Promise<GhostSite>
  settings(): Promise<Map<string, unknown>>
  /** For staff alone. */
  changeSettings(values: Readonly<Record<string, unknown>>): Promise<void>
  /** All that readers are led elsewhere by; for staff alone. */
  redirects(): Promise<GhostRedirectRow[]>
  /** Whatever was there before is gone; for staff alone. */
  replaceRedirects(all: readonly GhostRedirectRow[]): Promise<void>
}

type SiteCall =
  | 'subscribe'
  | 'site'
  | 'settings'
  | 'changeSettings'
  | 'redirects'
  | 'replaceRedirects'

export function createGhostClient(access: GhostAccess): GhostClient {
  return {
    browse: (list, options = {}) => pages(access, { ...lists[list], list, ...options } as never),
    glance: (list) =>
      pages(access, {
        list,
        schema: GhostGlance,
        query: 'fields=id,updated_at,status,visibility,featured,slug&include=tags',
      }),
    async count(list) {
      const parsed = Meta.safeParse(await askGhost(access, { path: `${list}/?limit=1&fields=id` }))
      return parsed.success ? parsed.data.meta.pagination.total : 0
    },
    async read(list, id) {
      const answer = await askGhost(access, { path: `${list}/${id}/?${lists[list].query}` })
      return answer === undefined ? undefined : one(list, answer)
    },
    async add(list, values) {
      const json = { [list]: [values] }
      return one(
        list,
        await askGhost(access, { method: 'POST', path: `${list}/?${lists[list].query}`, json }),
      )
    },
    async edit(list, id, values) {
      const path = `${list}/${id}/?${lists[list].query}`
      const answer = await askGhost(access, { method: 'PUT', path, json: { [list]: [values] } })
      return answer === undefined ? undefined : one(list, answer)
    },
    async upload(file) {
      const answer = await askGhost(access, {
        method: 'POST',
        path: 'images/upload/',
        form: multipart(file),
      })
      const [image] = rowsOf(answer, 'images', z.object({ url: z.url() }))
      if (!image) throw new GhostTrouble('ghost_unreadable', 'no image')
      return image.url
    },
    ...siteCalls(access),
  }
}

/** What is about the site as a whole. */
function siteCalls(access: GhostAccess): Pick<GhostClient, SiteCall> {
  return {
    async subscribe({ event, url, secret }) {
      const hook = { event, target_url: url, secret, name: `Rose Ash: ${event}` }
      const json = { webhooks: [hook] }
      try {
        await askGhost(access, { method: 'POST', path: 'webhooks/', json })
      } catch (error) {
        if (!(error instanceof GhostTrouble) || error.code !== 'ghost_refused') throw error
      }
    },
    async site() {
      return parse(z.object({ site: GhostSite }), await askGhost(access, { path: 'site/' })).site
    },
    async settings() {
      const { settings } = parse(
        z.object({ settings: z.array(GhostSetting) }),
        await askGhost(access, { path: 'settings/' }),
      )
      return new Map(settings.map(({ key, value }) => [key, value]))
    },
    async changeSettings(values) {
      const settings = Object.entries(values).map(([key, value]) => ({ key, value }))
      await askGhost(access, { method: 'PUT', path: 'settings/', json: { settings } })
    },
    async redirects() {
      const answer = await askGhost(access, { path: 'redirects/download/' })
      return answer === undefined ? [] : parse(z.array(GhostRedirectRow), answer)
    },
    async replaceRedirects(all) {
      const bytes = Buffer.from(JSON.stringify(all))
      const file = { bytes, name: 'redirects.json', contentType: 'application/json' }
      const form = multipart(file, 'redirects')
      await askGhost(access, { method: 'POST', path: 'redirects/upload/', form })
    },
  }
}

interface Pages<T> extends Browse {
  list: string
  schema: z.ZodType<T>
  query: string
}

async function* pages<T extends { id: string }>(
  access: GhostAccess,
  { list, schema, query, filter, after = '' }: Pages<T>,
): AsyncGenerator<T> {
  for (let last = after; ;) {
    const filters = [filter, last && `id:>'${last}'`].filter(Boolean).join('+')
    const which = filters && `&filter=${encodeURIComponent(filters)}`
    const path = `${list}/?${query}&order=id%20asc&limit=100${which}`
    const rows = rowsOf(await askGhost(access, { path }), list, schema)
    yield* rows
    const end = rows.at(-1)?.id
    if (rows.length < 100 || !end || end <= last) return
    last = end
  }
}

function one<L extends GhostList>(list: L, answer: unknown): Row<L> {
  const [row] = rowsOf(answer, list, lists[list].schema as unknown as z.ZodType<Row<L>>)
  if (!row) throw new GhostTrouble('ghost_unreadable', `no row of ${list}`)
  return row
}

const Meta = z.object({ meta: z.object({ pagination: z.object({ total: z.number() }) }) })

function rowsOf<T>(answer: unknown, list: string, schema: z.ZodType<T>): T[] {
  return parse(z.object({ [list]: z.array(schema) }), answer)[list] ?? []
}

function parse<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new GhostTrouble('ghost_unreadable', `${issue?.path.join('.')}: ${issue?.message}`)
}

/** `multipart/form-data` with one file. */
function multipart(
  { bytes, name, contentType }: Upload,
  field = 'file',
): { contentType: string; bytes: Uint8Array } {
  const boundary = `rose-ash-${randomUUID()}`
  const safe = name.replaceAll(/[^\w.-]+/g, '-')
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${safe}"\r\n` +
    `Content-Type: ${contentType}\r\n\r\n`
  const parts = [Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat(parts) }
}
