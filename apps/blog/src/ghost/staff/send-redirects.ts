import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks, type GhostRedirect, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { slugHistory } from '@rose-ash/shared/db/models/blog-writing'
import type { GhostParts } from '../ghost-parts.ts'
import { isSame } from '../projection/canonical.ts'
import type { OpenSite } from '../sites/open-site.ts'

/**
 * Has a Ghost lead from every address that a post once had here to where it has the post now: when a
 * slug changes, a Ghost by itself answers 404. Redirects that are not ours stay as they are.
 *
 * @throws {GhostTrouble}
 */
export async function sendRedirects(parts: GhostParts, site: OpenSite): Promise<void> {
  const { db } = parts
  const [row] = await db
    .select({ before: ghostSites.redirectsPushed })
    .from(ghostSites)
    .where(eq(ghostSites.id, site.id))
  const wanted = await ourRedirects(db, site.id)
  const last = row?.before ?? []
  const asked = last.map(({ from, to }) => ({ from, to }))
  if (!site.staff || isSame(wanted, asked)) return
  const before = new Set(last.filter(({ held }) => !held).map(({ from }) => from))
  const theirs = await site.staff.redirects()
  const others = theirs.filter(({ from }) => !before.has(from))
  const shown = await slugsInUse(site, wanted)
  const isHeld = ({ from }: GhostRedirect) =>
    shown.has(slugOf(from)) || others.some((one) => one.from === from)
  const ours = wanted.filter((one) => !isHeld(one))
  const all = [...others, ...ours.map((one) => ({ ...one, permanent: true }))]
  if (!isSame(all, theirs)) await site.staff.replaceRedirects(all)
  const sent = wanted.map((one) => (isHeld(one) ? { ...one, held: true as const } : one))
  await db.update(ghostSites).set({ redirectsPushed: sent }).where(eq(ghostSites.id, site.id))
}

const slugOf = (from: string): string => from.slice('^/'.length, -'/?$'.length)

async function ourRedirects(db: Db, siteId: string): Promise<GhostRedirect[]> {
  const theirs = sql<string>`${ghostLinks.base} ->> 'slug'`
  const rows = await db
    .select({ slug: slugHistory.slug, to: theirs })
    .from(slugHistory)
    .innerJoin(posts, and(eq(posts.id, slugHistory.postId), eq(posts.status, 'published')))
    .innerJoin(
      ghostLinks,
      and(
        eq(ghostLinks.siteId, siteId),
        eq(ghostLinks.localId, posts.id),
        inArray(ghostLinks.kind, ['post', 'page']),
        inArray(ghostLinks.state, ['in-step', 'conflict']),
      ),
    )
    .orderBy(asc(slugHistory.slug))
  return rows
    .filter(({ slug, to }) => slug !== to && /^[a-z0-9-]+$/.test(slug))
    .map(({ slug, to }) => ({ from: `^/${slug}/?$`, to: `/${to}/` }))
}

const atOnce = 50

/** A redirect hides what stands at its address, and something else may stand there by now. */
async function slugsInUse(
  { staff }: OpenSite,
  redirects: readonly GhostRedirect[],
): Promise<Set<string>> {
  const used = new Set<string>()
  const slugs = redirects.map(({ from }) => slugOf(from))
  for (let at = 0; at < slugs.length; at += atOnce) {
    const some = slugs.slice(at, at + atOnce).map((slug) => `'${slug}'`)
    const filter = `slug:[${some.join(',')}]`
    for (const list of ['posts', 'pages'] as const) {
      for await (const { slug } of staff?.browse(list, { filter }) ?? []) used.add(slug)
    }
  }
  return used
}
