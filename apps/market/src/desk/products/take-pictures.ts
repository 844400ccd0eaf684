import { open } from 'node:fs/promises'
import type { Db } from '@rose-ash/shared/db'
import { Refusal } from '@rose-ash/shared/errors'
import type { Storage } from '@rose-ash/shared/media'
import { mediaPath } from '@rose-ash/shared/services/media/address'
import { detectType, headBytes } from '@rose-ash/shared/services/media/detect-type'
import type { MediaFile } from '@rose-ash/shared/services/media/media-file'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'
import type { ReceivedFile } from './receive-form.ts'
import type { TypedProduct, TypedRow } from './typed-product.ts'

/** A file that is sent as a picture and is none. */
class NoPicture extends Refusal {
  constructor(name: string) {
    super('no_picture', 415, `“${name}” is no picture. Choose a JPEG, PNG, WebP, AVIF or GIF.`)
  }
}

interface NewPictures {
  typed: TypedProduct
  files: readonly ReceivedFile[]
  personId: string
  /** Of the blog, which sends the files of the library. */
  origin: string
}

/**
 * Takes files into the media library, where the same one is kept once, and puts them into the form
 * after the pictures that it has; what can be seen on them is left to be said. With one that cannot be
 * taken, those before it are in the form and `trouble` says why.
 */
export async function takePictures(
  db: Db,
  storage: Storage,
  { typed, files, personId, origin }: NewPictures,
): Promise<{ typed: TypedProduct; trouble?: Refusal }> {
  const pictures = typed.pictures.filter(({ image = '', alt = '' }) => image !== '' || alt !== '')
  const taken = { ...typed, pictures: files.length > 0 ? pictures : typed.pictures }
  try {
    for (const file of files) pictures.push(await rowOf(db, storage, { file, personId, origin }))
    return { typed: taken }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { typed: taken, trouble: error }
  }
}

async function rowOf(
  db: Db,
  storage: Storage,
  { file, personId, origin }: { file: ReceivedFile; personId: string; origin: string },
): Promise<TypedRow> {
  const head = await open(file.path)
  try {
    const { buffer, bytesRead } = await head.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    const type = detectType(buffer.subarray(0, bytesRead))
    if (bytesRead > 0 && type !== 'unknown picture' && type.kind !== 'image')
      throw new NoPicture(file.name)
  } finally {
    await head.close()
  }
  const kept = await storeMedia(db, storage, { ...file, personId })
  return { image: mediaPath(shelfSize(kept), origin), alt: kept.alt }
}

/** What a shelf shows sharply on any screen, in a format that every browser and fediverse server has. */
function shelfSize({ key, variants }: MediaFile): string {
  const plain = variants.filter(({ format }) => format === 'jpeg' || format === 'png')
  return (plain.find(({ width }) => width >= 800) ?? plain.at(-1))?.key ?? key
}
