import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { NotFound } from '@rose-ash/shared/errors'
import { findMedia, type MediaFile } from './queries.ts'
import { type Actor, checkMayChange, checkWrites } from './roles.ts'

export interface MediaWords {
  id: string
  /** What is to be seen, for those who do not see it. */
  alt: string
  caption: string
}

/**
 * Changes the words about a file.
 *
 * @throws {NotFound} @throws {Forbidden} unless it is the actor's own, or they are an editor.
 */
export async function updateMedia(
  db: Db,
  actor: Actor,
  { id, alt, caption }: MediaWords,
): Promise<MediaFile> {
  await checkWrites(db, actor)
  const [file] = await findMedia(db, [id])
  if (!file) throw new NotFound('file')
  await checkMayChange(db, actor, file)
  const words = { alt: alt.trim(), caption: caption.trim() }
  const [told] = await db.update(mediaFiles).set(words).where(eq(mediaFiles.id, id)).returning()
  if (!told) throw new NotFound('file')
  return told
}
