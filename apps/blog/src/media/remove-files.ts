import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Db } from '@rose-ash/shared/db'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { addJob, type TaskList } from '@rose-ash/shared/jobs'
import type { Storage } from '@rose-ash/shared/media'
import type { MediaFile } from './queries.ts'
import { lockFile } from '@rose-ash/shared/services/media/store-media'

const Removal = z.object({ hash: z.string(), keys: z.array(z.string()) })
const task = 'remove-media-files'

/** Has the files of a row removed when the caller's transaction, which removes the row, commits. */
export async function queueRemoval(tx: Db, { hash, key, variants }: MediaFile): Promise<void> {
  const keys = [key, ...variants.map((variant) => variant.key)]
  await addJob(tx, { task, key: `${task}-${hash}`, payload: { hash, keys } })
}

/** Takes the files out of the storage, unless somebody has brought the same one again since. */
async function removeFiles(
  db: Db,
  storage: Storage,
  { hash, keys }: z.infer<typeof Removal>,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockFile(tx, hash)
    const again = await tx.$count(mediaFiles, eq(mediaFiles.hash, hash))
    if (again > 0) return
    for (const key of keys) await storage.delete(key)
  })
}

/** The library's background work. */
export function mediaTasks(app: FastifyInstance): TaskList {
  return { [task]: (payload) => removeFiles(app.db, app.mediaStorage, Removal.parse(payload)) }
}
