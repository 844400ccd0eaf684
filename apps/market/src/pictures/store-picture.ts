import { open } from 'node:fs/promises'
import type { Db } from '@rose-ash/shared/db'
import { Refusal } from '@rose-ash/shared/errors'
import type { Storage } from '@rose-ash/shared/media'
import { mediaPath } from '@rose-ash/shared/services/media/address'
import { detectType, headBytes } from '@rose-ash/shared/services/media/detect-type'
import type { MediaFile } from '@rose-ash/shared/services/media/media-file'
import { type NewMedia, storeMedia } from '@rose-ash/shared/services/media/store-media'

/** A file that is sent as a picture and is none. */
class NoPicture extends Refusal {
  constructor(name: string) {
    super('no_picture', 415, `“${name}” is no picture. Choose a JPEG, PNG, WebP, AVIF or GIF.`)
  }
}

/**
 * Takes a picture into the media library, where the same one is kept once. Answers its address for a
 * shelf, and what can be seen on it as far as anybody said.
 *
 * @param origin of the blog, which sends the files of the library.
 * @throws {NoPicture} @throws what `storeMedia` throws.
 */
export async function storePicture(
  db: Db,
  storage: Storage,
  { origin, ...media }: NewMedia & { origin: string },
): Promise<{ image: string; alt: string }> {
  const head = await open(media.path)
  try {
    const { buffer, bytesRead } = await head.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    const type = detectType(buffer.subarray(0, bytesRead))
    if (bytesRead > 0 && type !== 'unknown picture' && type.kind !== 'image')
      throw new NoPicture(media.name)
  } finally {
    await head.close()
  }
  const kept = await storeMedia(db, storage, media)
  return { image: mediaPath(shelfSize(kept), origin), alt: kept.alt }
}

/** What a shelf shows sharply on any screen, in a format that every browser and fediverse server has. */
function shelfSize({ key, variants }: MediaFile): string {
  const plain = variants.filter(({ format }) => format === 'jpeg' || format === 'png')
  return (plain.find(({ width }) => width >= 800) ?? plain.at(-1))?.key ?? key
}
