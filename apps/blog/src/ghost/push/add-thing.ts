import { eq, lt, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Db } from '@rose-ash/shared/db'
import { ghostAdditions } from '@rose-ash/shared/db/models/blog-ghost'
import { documentOf, savedPost } from '../../editing/content.ts'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostPost } from '../client/schemas.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { hashOf } from '../projection/canonical.ts'
import { projectPost } from '../projection/project-ghost.ts'
import { projectLocal } from '../projection/project-local.ts'
import { findLink, keepLink, linkOf } from '../pull/links.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { ghostNames } from './ghost-names.ts'
import { listFor, wireOf } from './wire.ts'

/** Longer than two requests can take, each tried twice: see `askGhost`. */
const CLAIM_SECONDS = 180

/**
 * Makes a post of ours at a Ghost, once: whoever holds the claim asks the Ghost, and looks first for
 * what somebody made who died before they could say so. No transaction waits for the Ghost.
 *
 * @throws {GhostTrouble} when the Ghost does not take it, or another process is making it just now.
 */
export async function addThing(
  parts: GhostParts,
  site: OpenSite,
  postId: string,
): Promise<'added' | 'same'> {
  const { db } = parts
  const saved = await savedPost(db, postId)
  const content = { ...saved.content, lexical: await documentOf(saved) }
  const local = { content, status: saved.status, publishedAt: saved.publishedAt }
  const ours = projectLocal(local, await ghostNames(parts, site, content))
  const claim = await takeClaim(db, site.id, postId)
  try {
    if (await linkOf(db, site.id, { type: saved.type, id: postId })) return 'same'
    const list = listFor[saved.type]
    const row =
      (await lostAnswer(parts, site, saved.type, ours)) ??
      (await site.client.add(list, wireOf(ours)))
    const thing = { siteId: site.id, kind: saved.type, ghostId: row.id }
    const agreed = { localId: postId, projection: projectPost(row), updatedAt: row.updated_at }
    await keepLink(db, thing, { ...agreed, localSlug: saved.content.slug })
    return 'added'
  } finally {
    await db.delete(ghostAdditions).where(eq(ghostAdditions.claim, claim))
  }
}

/** One conditional statement, so two never hold it at once. */
async function takeClaim(db: Db, siteId: string, localId: string): Promise<string> {
  const claim = v7()
  const old = sql`now() - make_interval(secs => ${CLAIM_SECONDS})`
  const [taken] = await db
    .insert(ghostAdditions)
    .values({ siteId, localId, claim })
    .onConflictDoUpdate({
      target: [ghostAdditions.siteId, ghostAdditions.localId],
      set: { claim, claimedAt: sql`now()` },
      setWhere: lt(ghostAdditions.claimedAt, old),
    })
    .returning({ claim: ghostAdditions.claim })
  if (!taken) throw new GhostTrouble('ghost_collision', `${localId} is being made`)
  return taken.claim
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
