import { and, eq, sql } from 'drizzle-orm'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { documentOf, savedPost } from '../../editing/content.ts'
import type { GhostPost } from '../client/schemas.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { hashOf } from '../projection/canonical.ts'
import { projectLocal } from '../projection/project-local.ts'
import { projectPost } from '../projection/project-ghost.ts'
import { findLink, keepLink, linkOf } from '../pull/links.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { ghostNames } from './ghost-names.ts'
import { reconcile } from './reconcile.ts'
import { listFor, wireOf } from './wire.ts'

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

/** Two that send the same new post at once would make two of it; so one waits for the other. */
async function addThing(parts: GhostParts, site: OpenSite, postId: string): Promise<Pushed> {
  const saved = await savedPost(parts.db, postId)
  const content = { ...saved.content, lexical: await documentOf(saved) }
  const local = { content, status: saved.status, publishedAt: saved.publishedAt }
  const ours = projectLocal(local, await ghostNames(parts, site, content))
  const added = await parts.db.transaction(async (tx) => {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`ghost-add:${site.id}:${postId}`}, 0))`,
    )
    if (await linkOf(tx, site.id, { type: saved.type, id: postId })) return undefined
    const list = listFor[saved.type]
    const row =
      (await lostAnswer(parts, site, saved.type, ours)) ??
      (await site.client.add(list, wireOf(ours)))
    const thing = { siteId: site.id, kind: saved.type, ghostId: row.id }
    const agreed = { localId: postId, projection: projectPost(row), updatedAt: row.updated_at }
    await keepLink(tx, thing, agreed)
    return row
  })
  return added ? 'added' : 'same'
}

/** What an earlier try made there, should we have died before we knew. */
async function lostAnswer(
  { db }: GhostParts,
  site: OpenSite,
  kind: 'post' | 'page',
  ours: ReturnType<typeof projectLocal>,
): Promise<GhostPost | undefined> {
  const slugs = [ours.slug, `${ours.slug}-2`, `${ours.slug}-3`].map((slug) => `'${slug}'`)
  const filter = `slug:[${slugs.join(',')}]`
  for await (const row of site.client.browse(listFor[kind], { filter })) {
    const theirs = projectPost(row)
    const { slug } = theirs
    const authors = ours.authors.length > 0 ? ours.authors : theirs.authors
    const isOurs = hashOf({ ...ours, slug, authors }) === hashOf(theirs)
    if (isOurs && !(await findLink(db, { siteId: site.id, kind, ghostId: row.id }))) return row
  }
  return undefined
}
