import { desc, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostImports, ghostLinks, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { type FailedTask, failedTasks } from '../sync/waiting-tasks.ts'
import type { GhostMode } from './open-site.ts'

export type GhostImport = typeof ghostImports.$inferSelect

export interface GhostSiteView {
  id: string
  url: string
  title: string
  trouble: string | null
  staffTrouble: string | null
  hasStaffToken: boolean
  /** Known by its export file alone: it has no key and is not looked at. */
  isFile: boolean
  /** What waits to be tried again. */
  failed: FailedTask[]
  mode: GhostMode
  pulledUntil: Date | null
  sweptAt: Date | null
  /** How many posts and pages are in step with it. */
  posts: number
  /** The newest import, if there was one. */
  lastImport: GhostImport | undefined
}

/** Every connected Ghost as its page shows it; no keys. */
export async function ghostSiteViews(db: Db): Promise<GhostSiteView[]> {
  const sites = await db
    .select({
      id: ghostSites.id,
      url: ghostSites.url,
      title: ghostSites.title,
      trouble: ghostSites.trouble,
      staffTrouble: ghostSites.staffTrouble,
      hasStaffToken: sql<boolean>`${ghostSites.staffToken} is not null`,
      isFile: sql<boolean>`${ghostSites.adminKey} is null`,
      mode: ghostSites.mode,
      pulledUntil: ghostSites.pulledUntil,
      sweptAt: ghostSites.sweptAt,
      posts: sql<number>`(select count(*)::int from ${ghostLinks} where ${ghostLinks.siteId} =
        "blog"."ghost_sites"."id" and ${ghostLinks.kind} in ('post', 'page'))`,
    })
    .from(ghostSites)
    .orderBy(ghostSites.createdAt)
  return Promise.all(
    sites.map(async (site) => ({
      ...site,
      lastImport: await lastImport(db, site.id),
      failed: await failedTasks(db, site.id),
    })),
  )
}

async function lastImport(db: Db, siteId: string): Promise<GhostImport | undefined> {
  const [row] = await db
    .select()
    .from(ghostImports)
    .where(eq(ghostImports.siteId, siteId))
    .orderBy(desc(ghostImports.startedAt), desc(ghostImports.id))
    .limit(1)
  return row
}
