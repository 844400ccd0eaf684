import type { BlockKind } from './editor.ts'

/** Our blocks as people read of them, in the order they are offered. */
export const blockNames: Record<BlockKind, { label: string; ask: string; words: string[] }> = {
  product: {
    label: 'Product on sale',
    ask: 'Which product?',
    words: ['product', 'shop', 'buy', 'price'],
  },
  event: { label: 'Event', ask: 'Which event?', words: ['event', 'date', 'ticket'] },
  market: { label: 'Market', ask: 'Which market?', words: ['market', 'shelf', 'shop'] },
  calendar: { label: 'Calendar', ask: 'Which calendar?', words: ['calendar', 'dates', 'events'] },
  table: { label: 'Table', ask: 'Table', words: ['table', 'grid', 'rows'] },
  footnote: { label: 'Footnote', ask: 'Footnote', words: ['footnote', 'note', 'source'] },
}

export const blockKinds = Object.keys(blockNames) as BlockKind[]
