import type { LexicalDocument, LexicalNode } from '@rose-ash/shared/contracts/lexical'
import { renderDocument } from '@rose-ash/blog/documents'
import { median } from '../load/median.ts'
import type { Case } from './bench.ts'

const BLOCKS = 60
const ROUNDS = 40

/** Rendering a story of 60 blocks, as saving does: in the thread, cleaned, with its plain text. */
export const documents: Case = async () => {
  const document = aStory(BLOCKS)
  await renderDocument(document)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now()
    await renderDocument(document)
    times.push(performance.now() - begun)
  }
  const result = `${median(times).toFixed(1)} ms`
  return [{ name: `rendering a document of ${BLOCKS} blocks`, result }]
}

/** Mostly paragraphs, with headings, pictures, a list and code among them. */
export function aStory(blocks: number, picture = '/media/a.jpg'): LexicalDocument {
  const block = { version: 1, direction: 'ltr', format: '', indent: 0 }
  const sentence = 'Bread is mostly waiting, and people forgive a late loaf. '.repeat(6)
  const children = Array.from({ length: blocks }, (_, at): LexicalNode => {
    const children = [words(sentence)]
    if (at % 10 === 0) return { type: 'extended-heading', ...block, tag: 'h2', children }
    if (at % 10 === 4) {
      return {
        type: 'image',
        version: 1,
        src: picture,
        width: 1200,
        height: 800,
        alt: 'Bread',
      }
    }
    if (at % 15 === 7) {
      return {
        type: 'codeblock',
        version: 1,
        code: 'const a = 1\n'.repeat(8),
        language: 'javascript',
      }
    }
    return { type: 'paragraph', ...block, children }
  })
  return { root: { type: 'root', ...block, children } }
}

const words = (text: string): LexicalNode => ({
  type: 'extended-text',
  version: 1,
  detail: 0,
  format: 0,
  mode: 'normal',
  style: '',
  text,
})
