import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'

/** What an editor should know about a Ghost; null when all is well. */
export async function tellTrouble(db: Db, siteId: string, trouble: string | null): Promise<void> {
  await db.update(ghostSites).set({ trouble }).where(eq(ghostSites.id, siteId))
}
