import type { Db } from '@rose-ash/shared/db'
import { folderIn } from '@rose-ash/shared/services/media/address'
import { findMediaByFolder } from '@rose-ash/shared/services/media/find-by-folder'
import { pictureOf } from '@rose-ash/shared/services/media/picture'
import type { Product } from './find-product.ts'

/** A drawing or an address; of a file in the library also `html`, all its sizes. */
export interface ShownPicture {
  image: string | null
  alt: string
  html?: string
}

const besideTheForm = '(min-width: 56rem) min(36rem, 50vw), 100vw'

/**
 * The pictures of a product as its page shows them, the first one first. One query finds all that the
 * library has, and none is made when none is of the library.
 *
 * @param origin of the blog, which sends the library's files.
 */
export async function shownPictures(
  db: Db,
  { image, imageAlt, images }: Pick<Product, 'image' | 'imageAlt' | 'images'>,
  origin: string,
): Promise<ShownPicture[]> {
  const pictures: ShownPicture[] = [{ image, alt: imageAlt }, ...images]
  const folders = pictures.flatMap((picture) => folderIn(picture.image ?? '') ?? [])
  const files = await findMediaByFolder(db, [...new Set(folders)])
  return pictures.map((picture, at) => {
    const file = files.get(folderIn(picture.image ?? '') ?? '')
    if (file?.kind !== 'image') return picture
    const html = pictureOf({
      file,
      alt: picture.alt || file.alt,
      sizes: besideTheForm,
      lazy: at > 0,
      origin,
    })
    return { ...picture, html }
  })
}
