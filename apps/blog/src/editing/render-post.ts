import type { LexicalDocument } from '@rose-ash/shared/contracts/lexical'
import type { Db } from '@rose-ash/shared/db'
import { findMediaByFolder } from '@rose-ash/shared/services/media/find-by-folder'
import { type Rendered, type RenderOptions, renderDocument } from '../documents/render-document.ts'
import { enrichImages } from '../media/enrich-images.ts'

const trustedCards = /(<!--kg-trusted-->[\s\S]*?<!--\/kg-trusted-->)/

/**
 * Makes the HTML that readers get: as `renderDocument`, with the pictures of our library in all their
 * sizes. Trusted cards stay word for word, as that is how they are known again.
 *
 * @throws {Unrenderable}
 */
export async function renderPost(
  db: Db,
  document: LexicalDocument,
  options: RenderOptions = {},
): Promise<Rendered> {
  const { html, plaintext } = await renderDocument(document, options)
  const lookup = (folders: string[]) => findMediaByFolder(db, folders)
  const pieces = await Promise.all(
    html
      .split(trustedCards)
      .map((piece) => (trustedCards.test(piece) ? piece : enrichImages(piece, { lookup }))),
  )
  return { html: pieces.join(''), plaintext }
}
