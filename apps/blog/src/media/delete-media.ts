import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { NotFound } from '@rose-ash/shared/errors'
import { folderLength } from '@rose-ash/shared/services/media/address'
import { MediaInUse } from './errors.ts'
import { findMedia, findUsage, usageOf } from './queries.ts'
import { queueRemoval } from './remove-files.ts'
import { type Actor, checkMayChange, checkWrites } from './roles.ts'

/**
 * Takes a file out of the library, if nothing shows it; its bytes go when that is committed.
 *
 * @throws {MediaInUse} with all the places, and changes nothing.
 * @throws {NotFound} @throws {Forbidden} unless it is the actor's own, or they are an editor.
 */
export async function deleteMedia(db: Db, actor: Actor, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await checkWrites(tx, actor)
    const [file] = await findMedia(tx, [id])
    if (!file) throw new NotFound('file')
    await checkMayChange(tx, actor, file)
    const folder = sql`left(${mediaFiles.hash}, ${folderLength}::int)`
    const [deleted] = await tx
      .delete(mediaFiles)
      .where(and(eq(mediaFiles.id, id), sql`not exists (${usageOf(folder)})`))
      .returning()
    if (!deleted) throw new MediaInUse(await findUsage(tx, file))
    await queueRemoval(tx, deleted)
  })
}
