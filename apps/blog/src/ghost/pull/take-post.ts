import { and, desc, eq, inArray, isNull, notExists, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { revisions } from '@rose-ash/shared/db/models/blog-writing'
import { renderPost } from '../../editing/render-post.ts'
import { type SavedPost, savedPost } from '../../editing/content.ts'
import { tellOfPost } from '../../editing/tell-of-post.ts'
import { writePost } from '../../editing/write-post.ts'
import { postTags } from '../../posts/post-tags.ts'
import type { GhostPost } from '../client/schemas.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { mediaAddresses } from '../projection/media-addresses.ts'
import { toLocalPost } from '../projection/post-content.ts'
import { projectPost } from '../projection/project-ghost.ts'
import { reconcile } from '../push/reconcile.ts'
import type { OpenSite } from '../sites/open-site.ts'
import {
  findLink,
  type GhostLink,
  type GhostThing,
  isInStep,
  keepLink,
  lockThing,
  type Taken,
} from './links.ts'
import { namesFor } from './names-for.ts'
import { takeMissingNames } from './take-missing-names.ts'
import { takeMedia, type TakenMedia } from './take-media.ts'

export interface PostToTake {
  kind: 'post' | 'page'
  row: GhostPost
  /** `synced` is told to followers; what is `imported` is old news. */
  reason: 'imported' | 'synced'
  /** Written in the same transaction, whatever happens to the post. */
  also?: (tx: Db, problems: TakenMedia['problems']) => Promise<void>
  /** Its pictures, where somebody took them before; undefined where there was nothing to do. */
  media?: TakenMedia | undefined
}

/**
 * Copies the pictures of a post that is to be taken: the slow part, which hurts nobody when the post
 * is not taken after all. Answers undefined for one that is here as its Ghost has it.
 */
export async function takePictures(
  parts: GhostParts,
  site: OpenSite,
  { kind, row }: Pick<PostToTake, 'kind' | 'row'>,
): Promise<TakenMedia | undefined> {
  const projection = projectPost(row)
  const link = await findLink(parts.db, { siteId: site.id, kind, ghostId: row.id })
  if (isInStep(link, projection)) return undefined
  return takeMedia(parts, mediaAddresses(projection, site.url))
}

/**
 * Takes a post or page as its Ghost has it, with the pictures it shows. The page, its revision and
 * the memory of what both sides agreed on are written together; seen again, it changes nothing.
 *
 * @throws {Unrenderable} when it has a block that cannot be shown.
 */
export async function takePost(
  parts: GhostParts,
  site: OpenSite,
  post: PostToTake,
): Promise<Taken> {
  const { kind, row, reason, also = async () => undefined } = post
  const { db, services } = parts
  const thing: GhostThing = { siteId: site.id, kind, ghostId: row.id }
  const projection = projectPost(row)
  if (isInStep(await findLink(db, thing), projection)) {
    await db.transaction((tx) => also(tx, []))
    return 'same'
  }
  if (site.mode === 'two-way' && (await findLink(db, thing))) {
    const did = await reconcile(parts, site, { kind, row })
    await db.transaction((tx) => also(tx, []))
    return did === 'changed' || did === 'conflict' ? 'changed' : 'same'
  }
  await takeMissingNames(parts, site, projection)
  const { addresses, problems } =
    post.media ?? (await takeMedia(parts, mediaAddresses(projection, site.url)))
  const { content: wanted, ...at } = toLocalPost(
    projection,
    await namesFor(db, site.id, projection, addresses),
  )
  const rendered = await renderPost(parts.db, wanted.lexical)
  const [taken, id] = await db.transaction(async (tx): Promise<[Taken, string]> => {
    await lockThing(tx, thing)
    const link = await findLink(tx, thing)
    const known = link?.localId ?? (await untouched(tx, thing, wanted.slug))
    const before = known ? await savedPost(tx, known) : undefined
    const slug = slugFor(projection.slug, link, before) ?? wanted.slug
    const content = { ...wanted, slug }
    const write = { type: kind, content, rendered, ...at, reason, personId: null }
    const written = await writePost(tx, known ? { ...write, id: known } : write)
    if (reason === 'synced') {
      const unseen = { type: kind, status: 'draft' as const, content }
      await tellOfPost(tx, services, {
        before: before ?? unseen,
        written,
        content,
        status: at.status,
      })
    }
    const agreed = { localId: written.id, projection, updatedAt: row.updated_at }
    await keepLink(tx, thing, { ...agreed, localSlug: written.slug })
    await also(tx, problems)
    return [link ? 'changed' : 'added', written.id]
  })
  await parts.purge(postTags(id))
  return taken
}

/**
 * Our slug, as long as neither side has changed its own: one of them may have had to put `-2` behind
 * it, and that is no wish to be called so.
 */
function slugFor(
  theirs: string,
  link: GhostLink | undefined,
  before: SavedPost | undefined,
): string | undefined {
  const ours = before?.content.slug
  return link?.base.slug === theirs && link.localSlug === ours ? ours : undefined
}

/**
 * A post of ours with this slug that came from a Ghost that was connected once, and that nobody has
 * changed since: it is the same one. Anything else keeps its slug, and the newcomer gets another.
 */
async function untouched(
  tx: Db,
  { siteId, kind }: GhostThing,
  slug: string,
): Promise<string | undefined> {
  const linked = tx
    .select({ one: sql`1` })
    .from(ghostLinks)
    .where(and(eq(ghostLinks.siteId, siteId), eq(ghostLinks.localId, posts.id)))
  const [found] = await tx
    .select({ id: posts.id })
    .from(posts)
    .innerJoin(revisions, and(eq(revisions.postId, posts.id), eq(revisions.version, posts.version)))
    .where(
      and(
        eq(posts.slug, slug),
        eq(posts.type, kind === 'page' ? 'page' : 'post'),
        inArray(revisions.reason, ['imported', 'synced']),
        isNull(posts.deletedAt),
        notExists(linked),
      ),
    )
    .orderBy(desc(revisions.createdAt))
    .limit(1)
  return found?.id
}
