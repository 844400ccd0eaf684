import { and, eq, inArray, sql } from 'drizzle-orm'
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
      and(eq(ghostLinks.siteId, siteId), eq(ghostLinks.kind, type), eq(ghostLinks.localId, id)),
    )
  return link
}

/** Whether the thing is here as Ghost has it now. */
export function isInStep(link: GhostLink | undefined, projection: Projection): boolean {
  return link?.state === 'in-step' && link.baseHash === hashOf(projection)
}

/** Remembers that both sides agree on this. */
export async function keepLink(
  tx: Db,
  thing: GhostThing,
  {
    localId,
    projection,
    updatedAt,
  }: { localId: string; projection: Projection; updatedAt: string | null },
): Promise<void> {
  const agreed = {
    localId,
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

/** Our ids of a Ghost's things, by theirs. */
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
      ),
    )
  return new Map(rows.map(({ ghostId, localId }) => [ghostId, localId]))
}
