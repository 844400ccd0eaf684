import { createRequire } from 'node:module'
import { LexicalDocument } from '@rose-ash/shared/contracts/lexical'

// As the renderer's, their ES module cannot be loaded by Node.
const { htmlToLexical } = createRequire(import.meta.url)(
  '@tryghost/kg-html-to-lexical',
) as typeof import('@tryghost/kg-html-to-lexical')

/** Reads HTML in this thread; for the worker alone, see `readHtml`. */
export function readHere(html: string): LexicalDocument {
  return LexicalDocument.parse(htmlToLexical(html))
}
