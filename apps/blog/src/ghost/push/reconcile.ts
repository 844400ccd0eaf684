import { and, eq, sql } from 'drizzle-orm'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { revisions } from '@rose-ash/shared/db/models/blog-writing'
import type { Rendered } from '../../documents/render-document.ts'
import { documentOf, type SavedPost, savedPost } from '../../editing/content.ts'
import { renderPost } from '../../editing/render-post.ts'
import { tellOfPost } from '../../editing/tell-of-post.ts'
import { EditConflict, writePost, type WrittenPost } from '../../editing/write-post.ts'
import { postTags } from '../../posts/post-tags.ts'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostPost } from '../client/schemas.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { hashOf, isSame } from '../projection/canonical.ts'
import { mediaAddresses } from '../projection/media-addresses.ts'
import { mergeFields } from '../projection/merge-fields.ts'
import type { LocalPost } from '../projection/post-content.ts'
import { mergedLocal, projectLocal } from '../projection/project-local.ts'
import { PostProjection, projectPost } from '../projection/project-ghost.ts'
import { findLink, type GhostLink, keepLink, lockThing } from '../pull/links.ts'
import { takeMedia } from '../pull/take-media.ts'
import { takeMissingNames } from '../pull/take-missing-names.ts'
import { namesFor } from '../pull/names-for.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { ghostNames } from './ghost-names.ts'
import { listFor, wireOf } from './wire.ts'

const tries = 3

/**
 * Brings both sides of a linked post to the same: what one side changed since they last agreed the
 * other gets, field by field. What both changed, each in another way, stays as the Ghost has it; ours
 * is kept as a revision, and the link waits for somebody to choose.
 *
 * @param row what the Ghost has now.
 * @throws {GhostTrouble} when the Ghost takes nothing now, or somebody changes it again and again.
 */
export async function reconcile(
  parts: GhostParts,
  site: OpenSite,
  { kind, row }: { kind: 'post' | 'page'; row: GhostPost },
): Promise<'changed' | 'same' | 'conflict' | 'gone'> {
  const thing = { siteId: site.id, kind, ghostId: row.id }
  let now = row
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const link = await findLink(parts.db, thing)
    if (!link) return 'gone'
    const both = await compare(parts, site, { link, row: now })
    const sent = await send(site, kind, { row: now, ...both })
    if (sent === 'gone') return 'gone'
    if (sent !== 'again' && (await keep(parts, site, { kind, link, row: sent, ...both }))) {
      if (both.conflicts.length > 0) return 'conflict'
      return sent === now && isSame(both.ours, both.merged) ? 'same' : 'changed'
    }
    const fresh = await site.client.read(listFor[kind], row.id)
    if (!fresh) return 'gone'
    now = fresh
  }
  throw new GhostTrouble('ghost_collision', `${kind} ${row.id}`)
}

interface Both {
  saved: SavedPost
  local: LocalPost
  ours: PostProjection
  theirs: PostProjection
  merged: PostProjection
  conflicts: string[]
}

async function compare(
  parts: GhostParts,
  site: OpenSite,
  { link, row }: { link: GhostLink; row: GhostPost },
): Promise<Both> {
  const saved = await savedPost(parts.db, link.localId)
  const base = PostProjection.parse(link.base)
  const back = await localNames(parts, site, base)
  const content = { ...saved.content, lexical: await documentOf(saved) }
  const local: LocalPost = { content, status: saved.status, publishedAt: saved.publishedAt }
  const ours = projectLocal(local, await ghostNames(parts, site, content), {
    base,
    back,
    slug: link.localSlug,
  })
  const theirs = projectPost(row)
  const { merged, conflicts } = mergeFields(base, ours, theirs)
  return { saved, local, ours, theirs, merged: merged as PostProjection, conflicts }
}

async function localNames(parts: GhostParts, site: OpenSite, post: PostProjection) {
  const { addresses } = await takeMedia(parts, mediaAddresses(post, site.url))
  return namesFor(parts.db, site.id, post, addresses)
}

/**
 * Sends only what differs: a Ghost compares times by whole seconds, so what is not sent cannot undo
 * what somebody wrote in the same one. Reads it again for the same reason.
 */
async function send(
  site: OpenSite,
  kind: 'post' | 'page',
  { row, theirs, merged }: { row: GhostPost } & Pick<Both, 'theirs' | 'merged'>,
): Promise<GhostPost | 'again' | 'gone'> {
  const differing = Object.entries(merged).filter(
    ([field, value]) => !isSame(value, theirs[field as keyof PostProjection]),
  )
  const values = wireOf(Object.fromEntries(differing))
  if (Object.keys(values).length === 0) return row
  try {
    const list = listFor[kind]
    const answer = await site.client.edit(list, row.id, { ...values, updated_at: row.updated_at })
    const after = answer && (await site.client.read(list, row.id))
    if (!answer || !after) return 'gone'
    const [said, is] = [projectPost(answer), projectPost(after)]
    const expected = Object.fromEntries(
      Object.entries(theirs).filter(([field]) => !(field in values)),
    )
    const untouched = Object.entries(expected).every(
      ([field, value]) => field === 'html' || isSame(value, is[field as keyof PostProjection]),
    )
    return hashOf(said) === hashOf(is) && untouched ? after : 'again'
  } catch (error) {
    if (error instanceof GhostTrouble && error.code === 'ghost_collision') return 'again'
    throw error
  }
}

interface Keep extends Both {
  kind: 'post' | 'page'
  link: GhostLink
  row: GhostPost
}

/** All of it or nothing; false when somebody saved it here meanwhile. */
async function keep(parts: GhostParts, site: OpenSite, what: Keep): Promise<boolean> {
  const { kind, link, row, saved, local, ours, merged, conflicts } = what
  const isNew = !isSame(ours, merged)
  if (isNew) await takeMissingNames(parts, site, merged)
  const names = await localNames(parts, site, merged)
  const next = mergedLocal(local, { ours, merged, names })
  const rendered = isNew ? await renderPost(parts.db, next.content.lexical) : undefined
  const lost = conflicts.length > 0 ? await renderPost(parts.db, local.content.lexical) : undefined
  const thing = { siteId: site.id, kind, ghostId: row.id }
  try {
    await parts.db.transaction(async (tx) => {
      await lockThing(tx, thing)
      const postId = saved.id
      if (lost) {
        const mine = { content: local.content, ...lost, reason: 'conflict' as const }
        const revision = { postId, version: saved.version, ...mine, personId: null }
        await tx.insert(revisions).values(revision).onConflictDoNothing()
      }
      const written = rendered && (await writeMerged({ ...parts, db: tx }, saved, next, rendered))
      const projection = projectPost(row)
      const localSlug = written?.slug ?? saved.content.slug
      const agreed = { localId: postId, projection, updatedAt: row.updated_at, localSlug }
      await keepLink(tx, thing, agreed)
      const waits = lost !== undefined || link.state === 'conflict'
      const state = waits ? ('conflict' as const) : ('in-step' as const)
      await tx
        .update(ghostLinks)
        .set({ state, pushedAt: sql`now()` })
        .where(and(eq(ghostLinks.siteId, site.id), eq(ghostLinks.ghostId, row.id)))
    })
  } catch (error) {
    if (error instanceof EditConflict) return false
    throw error
  }
  if (isNew) await parts.purge(postTags(saved.id))
  return true
}

async function writeMerged(
  { db: tx, services }: GhostParts,
  before: SavedPost,
  { content, status, publishedAt }: LocalPost,
  rendered: Rendered,
): Promise<WrittenPost> {
  const { id, type, version } = before
  const write = { id, type, content, rendered, status, publishedAt, personId: null }
  const written = await writePost(tx, { ...write, reason: 'synced' }, version)
  await tellOfPost(tx, services, { before, written, content, status })
  return written
}
