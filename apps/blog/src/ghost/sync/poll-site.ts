import { eq } from 'drizzle-orm'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { Refusal } from '@rose-ash/shared/errors'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostParts } from '../ghost-parts.ts'
import type { GhostKind, Taken } from '../pull/links.ts'
import { listOf, nameOf, takeThing } from '../pull/take-thing.ts'
import type { OpenSite } from '../sites/open-site.ts'

const kinds: readonly GhostKind[] = ['newsletter', 'tag', 'author', 'post', 'page', 'member']
const overlapMs = 2_000

export interface Pulled extends Record<Taken, number> {
  /** What could not be taken, and why. */
  problems: string[]
}

/**
 * Takes what a Ghost changed since the last time, by its own clock. Two seconds are looked at twice:
 * a Ghost counts whole ones, and what is the same changes nothing.
 */
export async function pollSite(parts: GhostParts, site: OpenSite): Promise<Pulled> {
  const pulled: Pulled = { added: 0, changed: 0, same: 0, problems: [] }
  if (!site.pulledUntil) return pulled
  const filter = `updated_at:>='${ghostTime(new Date(site.pulledUntil.getTime() - overlapMs))}'`
  const begun = parts.now()
  let newest = site.pulledUntil
  for (const kind of kinds) {
    for await (const row of site.client.browse(listOf[kind], { filter })) {
      const at = new Date(row.updated_at ?? 0)
      if (at > newest) newest = at
      try {
        pulled[await takeThing(parts, site, { kind, row }, { reason: 'synced' })] += 1
      } catch (error) {
        if (!(error instanceof Refusal) || error instanceof GhostTrouble) throw error
        pulled.problems.push(`${nameOf(kind, row)}: ${error.message}`)
      }
    }
  }
  const pulledUntil = nextCursor(site.pulledUntil, { newest, begun, now: parts.now() })
  await parts.db.update(ghostSites).set({ pulledUntil }).where(eq(ghostSites.id, site.id))
  return pulled
}

/**
 * What was read early may have changed while the rest was read, so the time that took is looked at
 * again; no clock is compared with another's for it. One over there that runs ahead must not make us
 * miss what comes after it is put right.
 */
function nextCursor(
  before: Date,
  { newest, begun, now }: { newest: Date; begun: Date; now: Date },
): Date {
  const known = Math.min(newest.getTime(), now.getTime())
  const tookMs = now.getTime() - begun.getTime()
  return new Date(Math.max(Math.min(before.getTime(), now.getTime()), known - tookMs))
}

/** `2026-11-22 08:27:07`: in ISO form a Ghost on SQLite finds nothing of the same day. */
function ghostTime(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ')
}
