import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostImports, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { NotFound } from '@rose-ash/shared/errors'
import { addJob } from '@rose-ash/shared/jobs'
import type { GhostParts } from '../ghost-parts.ts'
import { checkAdmin, NoFileLeft } from '../sites/errors.ts'

type Parts = Pick<GhostParts, 'db' | 'services'>

/** Asks for the next stretch of an import, in the caller's transaction. */
export async function askForImport(tx: Db, importId: string): Promise<void> {
  await addJob(tx, { task: 'ghost-import', key: `ghost-import:${importId}`, payload: { importId } })
}

/**
 * Begins to take everything a Ghost has; one that runs or was stopped goes on instead.
 *
 * @returns the import's id.
 * @throws {Forbidden} for everybody but administrators. @throws {NotFound}
 * @throws {NoFileLeft} when it came as a file, and all of that was taken.
 */
export async function startImport(
  parts: Parts,
  { personId, siteId }: { personId: string; siteId: string },
): Promise<string> {
  await checkAdmin(parts, personId)
  return parts.db.transaction(async (tx) => {
    const site = eq(ghostSites.id, siteId)
    const [found] = await tx
      .select({ id: ghostSites.id, adminKey: ghostSites.adminKey })
      .from(ghostSites)
      .where(site)
      .for('update')
    if (!found) throw new NotFound('Ghost')
    const [going] = await tx
      .update(ghostImports)
      .set({ state: 'running', updatedAt: sql`now()` })
      .where(
        and(eq(ghostImports.siteId, siteId), sql`${ghostImports.state} in ('running', 'stopped')`),
      )
      .returning({ id: ghostImports.id })
    if (!going && !found.adminKey) throw new NoFileLeft()
    const [fresh] = going
      ? [going]
      : await tx.insert(ghostImports).values({ siteId }).returning({ id: ghostImports.id })
    if (!fresh) throw new NotFound('Ghost')
    await askForImport(tx, fresh.id)
    return fresh.id
  })
}

/** Stops an import after the thing it is at. `startImport` goes on from there. */
export async function stopImport(
  parts: Parts,
  { personId, siteId }: { personId: string; siteId: string },
): Promise<void> {
  await checkAdmin(parts, personId)
  await parts.db
    .update(ghostImports)
    .set({ state: 'stopped', updatedAt: sql`now()` })
    .where(and(eq(ghostImports.siteId, siteId), eq(ghostImports.state, 'running')))
}
