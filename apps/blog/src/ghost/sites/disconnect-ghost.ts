import { eq } from 'drizzle-orm'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { NotFound } from '@rose-ash/shared/errors'
import type { GhostParts } from '../ghost-parts.ts'
import { checkAdmin } from './errors.ts'

/**
 * Forgets a Ghost and its keys. Everything that came from it stays here, and it keeps what it has.
 *
 * @throws {Forbidden} for everybody but administrators. @throws {NotFound}
 */
export async function disconnectGhost(
  parts: GhostParts,
  { personId, siteId }: { personId: string; siteId: string },
): Promise<void> {
  await checkAdmin(parts, personId)
  const gone = await parts.db
    .delete(ghostSites)
    .where(eq(ghostSites.id, siteId))
    .returning({ id: ghostSites.id })
  if (gone.length === 0) throw new NotFound('Ghost')
}
