import { and, eq, exists, sql } from 'drizzle-orm'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { slugHistory } from '@rose-ash/shared/db/models/blog-writing'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostParts } from '../ghost-parts.ts'
import type { OpenSite } from '../sites/open-site.ts'

/**
 * Leads here, too, from the old addresses that a Ghost's redirects lead from, as far as each names
 * one address and leads to a post or page that is here. Redirects by pattern stay with the Ghost.
 */
export async function takeRedirects(parts: GhostParts, site: OpenSite): Promise<void> {
  const { staff, url } = site
  if (!staff) return
  const redirects = await staff.redirects().catch((error: unknown) => {
    // What cannot be read, or not with this token, is told when something is sent.
    if (error instanceof GhostTrouble) return []
    throw error
  })
  for (const { from, to } of redirects) {
    const slug = plainSlug(from)
    const target = plainSlug(to.startsWith(url) ? to.slice(url.length) : to)
    if (slug && target && slug !== target) await remember(parts, site.id, { slug, target })
  }
}

/** `^/old/?$`, `\/old\/` and `/old` name one address; what has more signs names many. */
function plainSlug(from: string): string | undefined {
  const path = from.replaceAll(String.raw`\/`, '/').replace(/^\^/, '')
  return /^\/([a-z0-9]+(?:-[a-z0-9]+)*)(?:\/\??)?\$?$/.exec(path)?.[1]
}

/** What a post has now, or once had, stays as it is. */
async function remember(
  { db }: GhostParts,
  siteId: string,
  { slug, target }: { slug: string; target: string },
): Promise<void> {
  const [post] = await db
    .select({ postId: ghostLinks.localId })
    .from(ghostLinks)
    .where(
      and(
        eq(ghostLinks.siteId, siteId),
        sql`${ghostLinks.kind} in ('post', 'page')`,
        sql`${ghostLinks.base} ->> 'slug' = ${target}`,
        exists(db.select().from(posts).where(eq(posts.id, ghostLinks.localId))),
      ),
    )
    .limit(1)
  if (!post) return
  await db.execute(sql`insert into ${slugHistory} (slug, post_id)
    select ${slug}, ${post.postId}::uuid
    where not exists (select 1 from ${posts} where slug = ${slug})
    on conflict (slug) do nothing`)
}
