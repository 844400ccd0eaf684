import { between, or } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { mediaFiles } from '../../db/models/blog-media.ts'
import { folderLength, folderOf } from './address.ts'
import type { MediaFile } from './media-file.ts'

/** The files that these folders of the storage belong to, by folder (see `folderIn`), in one query. */
export async function findMediaByFolder(
  db: Db,
  folders: readonly string[],
): Promise<Map<string, MediaFile>> {
  if (folders.length === 0) return new Map()
  const rest = 64 - folderLength
  const ranges = folders.map((folder) =>
    between(mediaFiles.hash, folder + '0'.repeat(rest), folder + 'f'.repeat(rest)),
  )
  const files = await db
    .select()
    .from(mediaFiles)
    .where(or(...ranges))
  return new Map(files.map((file) => [folderOf(file), file]))
}
