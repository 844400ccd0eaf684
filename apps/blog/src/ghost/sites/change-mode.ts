import { and, eq, isNotNull } from 'drizzle-orm'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import type { GhostParts } from '../ghost-parts.ts'
import { checkAdmin, NotImportedYet } from './errors.ts'
import type { GhostMode } from './open-site.ts'

/**
 * Decides which way changes go from now on. Nothing is sent before the next save.
 *
 * @throws {Forbidden} for everybody but administrators.
 * @throws {NotImportedYet} when changes shall go there and we do not know yet what is there.
 */
export async function changeMode(
  parts: Pick<GhostParts, 'db' | 'services'>,
  { personId, siteId, mode }: { personId: string; siteId: string; mode: GhostMode },
): Promise<void> {
  await checkAdmin(parts, personId)
  const site = eq(ghostSites.id, siteId)
  const changed = await parts.db
    .update(ghostSites)
    .set({ mode })
    .where(mode === 'pull' ? site : and(site, isNotNull(ghostSites.pulledUntil)))
    .returning({ id: ghostSites.id })
  if (changed.length === 0) throw new NotImportedYet()
}
