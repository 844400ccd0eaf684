import type { Db } from '@rose-ash/shared/db'
import type { Storage } from '@rose-ash/shared/media'
import type { MediaFile } from './queries.ts'
import type { Upload } from './receive-files.ts'
import { type Actor, checkWrites } from './roles.ts'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'

/**
 * Takes what somebody sends into the library, one file after the other.
 *
 * @throws {Forbidden} for whoever does not write here. @throws what `storeMedia` throws; the files
 * before that one are kept.
 */
export async function uploadMedia(
  db: Db,
  storage: Storage,
  { actor, upload }: { actor: Actor; upload: Upload },
): Promise<MediaFile[]> {
  await checkWrites(db, actor)
  const { files, alt, caption } = upload
  const stored: MediaFile[] = []
  for (const { path, name } of files) {
    const { personId } = actor
    stored.push(await storeMedia(db, storage, { path, name, personId, alt, caption }))
  }
  return stored
}
