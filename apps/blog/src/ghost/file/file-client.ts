import { and, asc, count, eq, gt } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@rose-ash/shared/db'
import { ghostExportRows } from '@rose-ash/shared/db/models/blog-ghost'
import type { GhostClient, GhostList } from '../client/create-ghost-client.ts'
import { GhostTrouble } from '../client/errors.ts'
import {
  GhostAuthor,
  GhostMember,
  GhostNewsletter,
  GhostPost,
  GhostTag,
} from '../client/schemas.ts'

/** What a row of each list must be. */
export const rowSchemas = {
  posts: GhostPost,
  pages: GhostPost,
  tags: GhostTag,
  users: GhostAuthor,
  newsletters: GhostNewsletter,
  members: GhostMember,
  settings: z.object({ value: z.unknown() }),
} as const

const atOnce = 100

/**
 * The rows of an export file, asked as a Ghost is: so the same verbs take them. It gives and takes
 * nothing else.
 */
export function createFileClient(db: Db, siteId: string): GhostClient {
  const { list, ghostId, row } = ghostExportRows
  const of = (name: GhostList | 'settings') =>
    and(eq(ghostExportRows.siteId, siteId), eq(list, name))

  async function* browse(name: GhostList, { after = '' }: { after?: string | undefined } = {}) {
    for (let last = after; ;) {
      const rows = await db
        .select({ ghostId, row })
        .from(ghostExportRows)
        .where(and(of(name), gt(ghostId, last)))
        .orderBy(asc(ghostId))
        .limit(atOnce)
      for (const one of rows) yield parse(name, one.row)
      last = rows.at(-1)?.ghostId ?? last
      if (rows.length < atOnce) return
    }
  }

  return {
    ...notThere,
    browse,
    async count(name) {
      const [found] = await db.select({ total: count() }).from(ghostExportRows).where(of(name))
      return found?.total ?? 0
    },
    async read(name, id) {
      const [found] = await db
        .select({ row })
        .from(ghostExportRows)
        .where(and(of(name), eq(ghostId, id)))
      return found && parse(name, found.row)
    },
    async settings() {
      const rows = await db.select({ ghostId, row }).from(ghostExportRows).where(of('settings'))
      return new Map(rows.map((one) => [one.ghostId, one.row.value]))
    },
  }
}

const parse = (name: GhostList, value: unknown) => rowSchemas[name].parse(value) as never

/** @throws {GhostTrouble} for a file can be read, and no more. */
const refuse = async (): Promise<never> => {
  throw new GhostTrouble('ghost_refused', 'an export file is only read')
}

const notThere = {
  glance: async function* () {
    yield* []
  },
  add: refuse,
  edit: refuse,
  upload: refuse,
  subscribe: refuse,
  site: refuse,
  changeSettings: refuse,
  redirects: refuse,
  replaceRedirects: refuse,
} satisfies Partial<GhostClient>
