import { z } from 'zod'

/** A node of Ghost's Lexical JSON. What else it has depends on its type. */
export const LexicalNode = z.looseObject({ type: z.string().max(100) })

/**
 * What somebody wrote, in the format of Ghost's editor: the canonical form of every post, page and
 * snippet. This says only that it is a document; what may stand in it is for who opens or renders it.
 */
export const LexicalDocument = z.object({
  root: z.looseObject({ type: z.literal('root'), children: z.array(LexicalNode) }),
})

export type LexicalNode = z.infer<typeof LexicalNode>
export type LexicalDocument = z.infer<typeof LexicalDocument>

/** A document with one empty paragraph, as the editor begins. */
export const emptyDocument: LexicalDocument = {
  root: {
    type: 'root',
    version: 1,
    direction: null,
    format: '',
    indent: 0,
    children: [
      { type: 'paragraph', version: 1, direction: null, format: '', indent: 0, children: [] },
    ],
  },
}
