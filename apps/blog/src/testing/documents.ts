import type { LexicalDocument, LexicalNode } from '@rose-ash/shared/contracts/lexical'

const block = { version: 1, direction: 'ltr', format: '', indent: 0 } as const

/** A document of these blocks. */
export const aDocument = (...children: LexicalNode[]): LexicalDocument => ({
  root: { type: 'root', ...block, children },
})

const words = (text: string): LexicalNode => ({
  type: 'extended-text',
  version: 1,
  detail: 0,
  format: 0,
  mode: 'normal',
  style: '',
  text,
})

export const aParagraph = (text: string): LexicalNode => ({
  type: 'paragraph',
  ...block,
  children: [words(text)],
})

export const aHeading = (text: string, tag = 'h2'): LexicalNode => ({
  type: 'extended-heading',
  ...block,
  tag,
  children: [words(text)],
})

export const aLink = (text: string, url: string): LexicalNode => ({
  type: 'paragraph',
  ...block,
  children: [
    { type: 'link', ...block, rel: null, target: null, title: null, url, children: [words(text)] },
  ],
})

/** A card: a block without blocks in it. */
export const aCard = (type: string, values: Record<string, unknown>): LexicalNode => ({
  type,
  version: 1,
  ...values,
})
