import { isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@rose-ash/shared/db'
import { navItems } from '@rose-ash/shared/db/models/blog'
import type { Problem } from './cursor.ts'

const Items = z.array(z.object({ label: z.string(), url: z.string() }))

export interface NavigationTaken {
  added: number
  problems: Problem[]
}

/**
 * Adds a Ghost's navigation behind ours, each item once; what is here already stays as it was
 * arranged. What is neither a page of the site nor an address of the web is told as a problem.
 */
export async function takeNavigation(
  tx: Db,
  siteUrl: string,
  setting: unknown,
): Promise<NavigationTaken> {
  const items = Items.safeParse(parseJson(setting))
  const problems: Problem[] = []
  if (!items.success) return { added: 0, problems }
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('navigation', 0))`)
  const here = await tx
    .select({
      app: navItems.app,
      path: navItems.path,
      url: navItems.url,
      position: navItems.position,
    })
    .from(navItems)
    .where(isNull(navItems.parentId))
  const known = new Set(here.filter(({ app }) => app === 'blog').map(({ path }) => path))
  const outside = new Set(here.map((item) => item.url))
  let position = Math.max(-1, ...here.map((item) => item.position))
  let added = 0
  for (const { label, url } of items.data) {
    const path = localPath(url, siteUrl)
    if (path === undefined && /^https?:\/\//.test(url)) {
      if (outside.has(url)) continue
      position += 1
      added += 1
      outside.add(url)
      await tx.insert(navItems).values({ label, kind: 'url', url, position })
    } else if (path === undefined) {
      problems.push({
        what: `Navigation: ${label}`,
        why: `It leads to ${url}, which is not a page here.`,
      })
    } else if (!known.has(path)) {
      position += 1
      added += 1
      known.add(path)
      await tx.insert(navItems).values({ label, app: 'blog', path, position })
    }
  }
  return { added, problems }
}

/** Where a Ghost's address leads here; undefined for elsewhere and for its own sign-up window. */
export function localPath(url: string, siteUrl: string): string | undefined {
  const inside = url.startsWith(siteUrl) ? url.slice(siteUrl.length) : url
  if (!inside.startsWith('/') || inside.startsWith('//')) return undefined
  const path = inside.replace(/^\/tag\//, '/tags/').replace(/^\/author\//, '/authors/')
  return path.replace(/\/+$/, '') || '/'
}

function parseJson(setting: unknown): unknown {
  try {
    return typeof setting === 'string' ? (JSON.parse(setting) as unknown) : setting
  } catch {
    return undefined
  }
}
