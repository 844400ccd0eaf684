import type { Db } from '@rose-ash/shared/db'
import { Refusal } from '@rose-ash/shared/errors'
import type { Storage } from '@rose-ash/shared/media'
import { storePicture } from '../../pictures/store-picture.ts'
import type { ReceivedFile } from './receive-form.ts'
import type { TypedProduct } from './typed-product.ts'

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
    for (const file of files)
      pictures.push(await storePicture(db, storage, { ...file, personId, origin }))
    return { typed: taken }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { typed: taken, trouble: error }
  }
}
