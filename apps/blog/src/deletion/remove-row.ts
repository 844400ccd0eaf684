import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { z } from 'zod'
import { StillHeld } from './still-held.ts'

/** As PostgreSQL says that a row elsewhere names this one. */
const Named = z.object({ cause: z.object({ code: z.literal('23503') }) })

/** Removes the row of a post. @throws {StillHeld} for one that a row elsewhere names, written a moment ago. */
export async function removeRow(tx: Db, postId: string): Promise<void> {
  try {
    await tx.delete(posts).where(eq(posts.id, postId))
  } catch (error) {
    if (!Named.safeParse(error).success) throw error
    throw new StillHeld(['Something else needs this page. Leave it unpublished.'])
  }
}
