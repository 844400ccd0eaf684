import { and, eq, sql } from 'drizzle-orm'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { savedPost } from '../../editing/content.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { linkOf } from '../pull/links.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { addThing } from './add-thing.ts'
import { reconcile } from './reconcile.ts'
import { listFor } from './wire.ts'

export type Pushed = 'added' | 'changed' | 'same' | 'conflict' | 'gone'

/**
 * Sends a post as it is saved here to a Ghost, together with what was changed over there meanwhile:
 * see `reconcile`. One that the Ghost does not have is made there, one that is gone stays gone.
 *
 * @throws {GhostTrouble} when the Ghost does not take it now; nothing is lost by trying again.
 */
export async function pushThing(
  parts: GhostParts,
  site: OpenSite,
  postId: string,
): Promise<Pushed> {
  const { db } = parts
  const { type } = await savedPost(db, postId)
  const link = await linkOf(db, site.id, { type, id: postId })
  if (!link) return addThing(parts, site, postId)
  const row = await site.client.read(listFor[type], link.ghostId)
  if (row) return reconcile(parts, site, { kind: type, row })
  const gone = { state: 'gone-there' as const, pushedAt: sql`now()` }
  await db
    .update(ghostLinks)
    .set(gone)
    .where(and(eq(ghostLinks.siteId, site.id), eq(ghostLinks.ghostId, link.ghostId)))
  return 'gone'
}
