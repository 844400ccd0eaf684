import { and, eq, ne, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { documentOf, savedPost } from '../../editing/content.ts'
import { renderPost } from '../../editing/render-post.ts'
import { tellOfPost } from '../../editing/tell-of-post.ts'
import { writePost } from '../../editing/write-post.ts'
import { postTags } from '../../posts/post-tags.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { findLink, type GhostThing, isBuried, lockThing, type Taken } from '../pull/links.ts'
import { listOf, takeThing } from '../pull/take-thing.ts'
import type { OpenSite } from '../sites/open-site.ts'

/**
 * Fetches one thing from its Ghost and takes it. What the Ghost itself says is not there any more is
 * taken from readers and marked, and never deleted.
 */
export async function pullThing(
  parts: GhostParts,
  site: OpenSite,
  thing: Omit<GhostThing, 'siteId'>,
): Promise<Taken | 'gone'> {
  const { kind, ghostId } = thing
  const row = await site.client.read(listOf[kind], ghostId)
  if (row) return takeThing(parts, site, { kind, row }, { reason: 'synced' })
  await letGo(parts, { ...thing, siteId: site.id })
  return 'gone'
}

/** Gone on both sides: nothing is left to be remembered. */
async function forget(db: Db, { siteId, kind, ghostId }: GhostThing): Promise<void> {
  const { siteId: site, kind: kindOf, ghostId: id } = ghostLinks
  await db.delete(ghostLinks).where(and(eq(site, siteId), eq(kindOf, kind), eq(id, ghostId)))
}

async function letGo(parts: GhostParts, thing: GhostThing): Promise<void> {
  const { db, services } = parts
  const link = await findLink(db, thing)
  if (!link || link.state === 'gone-there') return
  if (isBuried(link)) return forget(db, thing)
  const isPost = thing.kind === 'post' || thing.kind === 'page'
  const shown = isPost ? await savedPost(db, link.localId) : undefined
  const rendered = shown ? await renderPost(db, await documentOf(shown)) : undefined
  const unpublished = await db.transaction(async (tx) => {
    await lockThing(tx, thing)
    const marked = await tx
      .update(ghostLinks)
      .set({ state: 'gone-there', pulledAt: sql`now()` })
      .where(
        and(
          eq(ghostLinks.siteId, thing.siteId),
          eq(ghostLinks.kind, thing.kind),
          eq(ghostLinks.ghostId, thing.ghostId),
          ne(ghostLinks.state, 'gone-there'),
        ),
      )
      .returning({ localId: ghostLinks.localId })
    if (marked.length === 0 || !shown || !rendered) return false
    if (shown.status !== 'published' && shown.status !== 'scheduled') return false
    const { id, type, content, publishedAt, version } = shown
    const at = { status: 'unpublished', reason: 'synced', personId: null } as const
    const written = await writePost(
      tx,
      { id, type, content, rendered, publishedAt, ...at },
      version,
    )
    await tellOfPost(tx, services, { before: shown, written, content, status: 'unpublished' })
    return true
  })
  if (unpublished) await parts.purge(postTags(link.localId))
}
