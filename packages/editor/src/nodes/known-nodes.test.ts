import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LexicalDocument, LexicalNode } from '@rose-ash/shared/contracts/lexical'
import { findUnknownNodes, knownNodeTypes } from './known-nodes.ts'

const known = fc.constantFrom(...knownNodeTypes)
const foreign = fc
  .string({ minLength: 1, maxLength: 20 })
  .filter((type) => !knownNodeTypes.has(type))

/** Trees whose every type comes from `types`. */
function treeOf(types: fc.Arbitrary<string>): fc.Arbitrary<LexicalNode> {
  return fc.letrec<{ node: LexicalNode }>((tie) => ({
    node: fc.record({
      type: types,
      children: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('node'), { maxLength: 4 })),
    }),
  })).node
}

function documentOf(...children: LexicalNode[]): LexicalDocument {
  return { root: { type: 'root', children } }
}

function typesIn(node: LexicalNode): string[] {
  return [node.type, ...(node.children as LexicalNode[]).flatMap(typesIn)]
}

describe('findUnknownNodes', () => {
  it('finds nothing in a document of known nodes, however deep', () => {
    fc.assert(
      fc.property(fc.array(treeOf(known)), (nodes) => {
        expect(findUnknownNodes(documentOf(...nodes))).toEqual([])
      }),
    )
  })

  it('names every foreign node once, in the order of the text, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(treeOf(fc.oneof(known, foreign))), (nodes) => {
        const foreigners = nodes.flatMap(typesIn).filter((type) => !knownNodeTypes.has(type))

        expect(findUnknownNodes(documentOf(...nodes))).toEqual([...new Set(foreigners)])
      }),
    )
  })

  it('names no known type for anything at all in the place of children', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (children, more) => {
        const document = { root: { type: 'root', children: [{ type: 'list', children }, more] } }

        const unknown = findUnknownNodes(document as LexicalDocument)

        expect(unknown.filter((type) => knownNodeTypes.has(type))).toEqual([])
      }),
    )
  })

  it.each([
    ['a string', 'text'],
    ['nothing', null],
    ['a list', []],
    ['a node without a type', { children: [] }],
    ['a node whose type is a number', { type: 7 }],
    ['a node named like a property of every object', { type: '__proto__' }],
  ])('does not take %s for a node', (_what, child) => {
    const document = documentOf({ type: 'paragraph', children: [child] })

    expect(findUnknownNodes(document)).toHaveLength(1)
  })

  it('is not exhausted by 100,000 nodes within each other', () => {
    let deep: LexicalNode = { type: 'secret' }
    for (let depth = 0; depth < 100_000; depth++) deep = { type: 'list', children: [deep] }

    expect(findUnknownNodes(documentOf(deep))).toEqual(['secret'])
  })
})
