import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostLinks, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { revisions } from '@rose-ash/shared/db/models/blog-writing'

/** How a post stands with its Ghost, when somebody should know. */
export async function troubleWithGhost(db: Db, postId: string) {
  const [found] = await db
    .select({ state: ghostLinks.state, site: ghostSites.title, url: ghostSites.url })
    .from(ghostLinks)
    .innerJoin(ghostSites, eq(ghostSites.id, ghostLinks.siteId))
    .where(and(ofPost(postId), inArray(ghostLinks.state, ['conflict', 'gone-there'])))
  return found
}

/** What was written here when the Ghost had another version: the newest that lost. */
export async function lostVersion(db: Db, postId: string) {
  const { id, content, plaintext, createdAt } = revisions
  const [found] = await db
    .select({ id, content, plaintext, createdAt })
    .from(revisions)
    .where(and(eq(revisions.postId, postId), eq(revisions.reason, 'conflict')))
    .orderBy(desc(createdAt))
    .limit(1)
  return found
}

/** Somebody has chosen: both sides go on together. @returns whether there was anything to choose. */
export async function settle(tx: Db, postId: string): Promise<boolean> {
  const settled = await tx
    .update(ghostLinks)
    .set({ state: 'in-step' })
    .where(and(ofPost(postId), eq(ghostLinks.state, 'conflict')))
    .returning({ localId: ghostLinks.localId })
  return settled.length > 0
}

const ofPost = (postId: string) =>
  and(eq(ghostLinks.localId, postId), inArray(ghostLinks.kind, ['post', 'page']))
