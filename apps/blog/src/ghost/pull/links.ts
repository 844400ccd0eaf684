import { and, eq, inArray, ne, notInArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { hashOf, type Projection } from '../projection/canonical.ts'

export type GhostKind = (typeof ghostLinks.$inferSelect)['kind']
export type GhostLink = typeof ghostLinks.$inferSelect

/** One thing of a Ghost's. */
export interface GhostThing {
  siteId: string
  kind: GhostKind
  ghostId: string
}

/** What taking something did. */
export type Taken = 'added' | 'changed' | 'same'

/** Nobody else takes this thing until the transaction ends, whether it is here yet or not. */
export async function lockThing(tx: Db, { siteId, kind, ghostId }: GhostThing): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`ghost:${siteId}:${kind}:${ghostId}`}, 0))`,
  )
}

export async function findLink(
  db: Db,
  { siteId, kind, ghostId }: GhostThing,
): Promise<GhostLink | undefined> {
  const { siteId: site, kind: kindOf, ghostId: id } = ghostLinks
  const [link] = await db
    .select()
    .from(ghostLinks)
    .where(and(eq(site, siteId), eq(kindOf, kind), eq(id, ghostId)))
  return link
}

/** Whether somebody made an end of it here, though the Ghost still has it. */
export function isBuried(link: GhostLink | undefined): boolean {
  return link?.state === 'merged-here' || link?.state === 'deleted-here'
}

/** The link of one of our posts or pages. */
export async function linkOf(
  db: Db,
  siteId: string,
  { type, id }: { type: 'post' | 'page'; id: string },
): Promise<GhostLink | undefined> {
  const [link] = await db
    .select()
    .from(ghostLinks)
    .where(
      and(
        eq(ghostLinks.siteId, siteId),
        eq(ghostLinks.kind, type),
        eq(ghostLinks.localId, id),
        notInArray(ghostLinks.state, ['merged-here', 'deleted-here']),
      ),
    )
  return link
}

/** Whether the thing is here as Ghost has it now. */
export function isInStep(link: GhostLink | undefined, projection: Projection): boolean {
  return link?.state === 'in-step' && link.baseHash === hashOf(projection)
}

/**
 * Remembers that both sides agree on this.
 *
 * @param agreement `localSlug` is for posts alone: what the slug is here.
 */
export async function keepLink(
  tx: Db,
  thing: GhostThing,
  agreement: {
    localId: string
    projection: Projection
    updatedAt: string | null
    localSlug?: string
  },
): Promise<void> {
  const { localId, projection, updatedAt, localSlug } = agreement
  const agreed = {
    localId,
    ...(localSlug === undefined ? {} : { localSlug }),
    ghostUpdatedAt: updatedAt,
    baseHash: hashOf(projection),
    base: projection,
    state: 'in-step' as const,
    pulledAt: sql`now()`,
  }
  await tx
    .insert(ghostLinks)
    .values({ ...thing, ...agreed })
    .onConflictDoUpdate({
      target: [ghostLinks.siteId, ghostLinks.kind, ghostLinks.ghostId],
      set: agreed,
    })
}

/** Our ids of a Ghost's things, by theirs; what was deleted here has none any more. */
export async function localIds(
  db: Db,
  siteId: string,
  kind: GhostKind,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ ghostId: ghostLinks.ghostId, localId: ghostLinks.localId })
    .from(ghostLinks)
    .where(
      and(
        eq(ghostLinks.siteId, siteId),
        eq(ghostLinks.kind, kind),
        inArray(ghostLinks.ghostId, [...ids]),
        ne(ghostLinks.state, 'deleted-here'),
      ),
    )
  return new Map(rows.map(({ ghostId, localId }) => [ghostId, localId]))
}

/** Which of a Ghost's things were never here: neither are they now, nor were they deleted. */
export async function unknownIds(
  db: Db,
  siteId: string,
  kind: GhostKind,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const which = and(eq(ghostLinks.siteId, siteId), eq(ghostLinks.kind, kind))
  const rows = await db
    .select({ id: ghostLinks.ghostId })
    .from(ghostLinks)
    .where(and(which, inArray(ghostLinks.ghostId, [...ids])))
  return ids.filter((id) => !rows.some((row) => row.id === id))
}
