import { and, eq, ne, sql } from 'drizzle-orm'
import { ghostLinks, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { Refusal } from '@rose-ash/shared/errors'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostGlance } from '../client/schemas.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { isSame, type Projection } from '../projection/canonical.ts'
import type { GhostKind } from '../pull/links.ts'
import { listOf, takeThing } from '../pull/take-thing.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { takeRedirects } from '../staff/take-redirects.ts'
import { pullThing } from './pull-thing.ts'

export interface Swept {
  changed: number
  gone: number
  problems: string[]
}

/**
 * Looks at everything a Ghost has for what neither its times nor its webhooks tell: bulk edits and
 * deletions. Tags, authors and newsletters are few and compared whole.
 */
export async function sweepSite(parts: GhostParts, site: OpenSite): Promise<Swept> {
  const swept: Swept = { changed: 0, gone: 0, problems: [] }
  for (const kind of ['newsletter', 'tag', 'author'] as const) {
    const seen = new Set<string>()
    for await (const row of site.client.browse(listOf[kind])) {
      seen.add(row.id)
      await careful(swept, async () => {
        const taken = await takeThing(parts, site, { kind, row }, { reason: 'synced' })
        if (taken !== 'same') swept.changed += 1
      })
    }
    await lookForMissing(parts, site, { kind, seen }, swept)
  }
  for (const kind of ['post', 'page'] as const) await sweepPosts(parts, site, kind, swept)
  await takeRedirects(parts, site)
  await parts.db
    .update(ghostSites)
    .set({ sweptAt: sql`now()` })
    .where(eq(ghostSites.id, site.id))
  return swept
}

async function sweepPosts(
  parts: GhostParts,
  site: OpenSite,
  kind: 'post' | 'page',
  swept: Swept,
): Promise<void> {
  const bases = await basesOf(parts, site.id, kind)
  const seen = new Set<string>()
  for await (const glance of site.client.glance(listOf[kind])) {
    seen.add(glance.id)
    const base = bases.get(glance.id)
    if (base && isAsAgreed(glance, base)) continue
    await careful(swept, async () => {
      const taken = await pullThing(parts, site, { kind, ghostId: glance.id })
      if (taken === 'added' || taken === 'changed') swept.changed += 1
    })
  }
  await lookForMissing(parts, site, { kind, seen }, swept)
}

/** Only what the Ghost itself says is not there counts as gone: a list may have been cut short. */
async function lookForMissing(
  parts: GhostParts,
  site: OpenSite,
  { kind, seen }: { kind: GhostKind; seen: ReadonlySet<string> },
  swept: Swept,
): Promise<void> {
  const bases = await basesOf(parts, site.id, kind)
  for (const ghostId of bases.keys()) {
    if (seen.has(ghostId)) continue
    await careful(swept, async () => {
      if ((await pullThing(parts, site, { kind, ghostId })) === 'gone') swept.gone += 1
    })
  }
}

async function basesOf(
  { db }: GhostParts,
  siteId: string,
  kind: GhostKind,
): Promise<Map<string, Projection>> {
  const linked = and(
    eq(ghostLinks.siteId, siteId),
    eq(ghostLinks.kind, kind),
    ne(ghostLinks.state, 'gone-there'),
  )
  const { base } = ghostLinks
  const glance = sql<Projection>`${base} - 'lexical' - 'html'`
  const rows = await db
    .select({ ghostId: ghostLinks.ghostId, glance })
    .from(ghostLinks)
    .where(linked)
  return new Map(rows.map((row) => [row.ghostId, row.glance]))
}

function isAsAgreed(glance: GhostGlance, base: Projection): boolean {
  const { status, visibility, featured, slug, tags } = glance
  const now = { status, visibility, featured, slug, tags: tags.map(({ id }) => id) }
  return Object.entries(now).every(([field, value]) => isSame(value, base[field]))
}

/** What cannot be taken does not keep the rest from being taken. */
async function careful(swept: Swept, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof GhostTrouble) throw error
    swept.problems.push(error.message)
  }
}
