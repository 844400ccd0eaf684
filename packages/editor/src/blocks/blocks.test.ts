import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  footnoteAddress,
  footnoteId,
  footnotesBlock,
  inTextOrder,
  readFootnotes,
} from './footnotes.ts'
import { liveBlock, liveKindOf, liveKinds } from './live.ts'
import { readTable, tableBlock } from './table.ts'

const words = fc.string({
  unit: fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('<', '>', '&', '"', "'", '\n')),
})
const id = fc.stringMatching(/^[a-z0-9]{1,20}$/)

describe('a table', () => {
  const table = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).chain(([width, hasHead]) =>
    fc.record({
      rows: fc.array(fc.array(words, { minLength: width, maxLength: width }), { minLength: 1 }),
      hasHead: fc.constant(hasHead),
    }),
  )

  it('is read as it was written, whatever is in its cells', () => {
    fc.assert(
      fc.property(table, (given) => {
        expect(readTable(tableBlock(given))).toEqual(given)
      }),
    )
  })

  it('has a head and a body', () => {
    const html = tableBlock({ rows: [['Loaf'], ['<b>\nRye']], hasHead: true })

    expect(html).toBe(
      '<table data-rose-ash="table"><thead><tr><th scope="col">Loaf</th></tr></thead>' +
        '<tbody><tr><td>&lt;b&gt;<br>Rye</td></tr></tbody></table>',
    )
  })

  it.each([
    '<table><tbody><tr><td>ours?</td></tr></tbody></table>',
    '<table data-rose-ash="table"><tbody><tr><td><b>bold</b></td></tr></tbody></table>',
    '<table data-rose-ash="table"><tbody></tbody></table><script>1</script>',
  ])('is not what somebody else wrote: %s', (html) => {
    expect(readTable(html)).toBeUndefined()
  })
})

describe('footnotes', () => {
  it('are read as they were written, whatever they say', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ id, text: words })), (notes) => {
        expect(readFootnotes(footnotesBlock(notes))).toEqual(notes)
      }),
    )
  })

  it('are found by their address, and nothing else is', () => {
    expect(footnoteId(footnoteAddress('a1b2'))).toBe('a1b2')
    expect(footnoteId('https://example.com/#footnote-a1b2')).toBeUndefined()
    expect(footnoteId('#footnote-A"')).toBeUndefined()
  })

  it('stand in the order of the text, those that nothing refers to last', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ id: name, text: name }))
    if (!a || !b || !c) throw new Error('three were made')

    expect(inTextOrder([a, b, c], ['c', 'b', 'c'])).toEqual([c, b, a])
  })
})

describe('a live block', () => {
  it('says what it is and carries words for where nobody fills it in', () => {
    const html = liveBlock('product', { id: 'x"y', title: 'Rye & <co>', detail: '£4.20' })

    expect(html).toBe(
      '<div data-rose-ash="product" data-id="x&quot;y"><p>Rye &amp; &lt;co&gt; · £4.20</p></div>',
    )
  })

  it('is known again by its kind', () => {
    for (const kind of liveKinds) {
      expect(liveKindOf(liveBlock(kind, { id: '1', title: 'T', detail: '' }))).toBe(kind)
    }
    expect(liveKindOf('<div data-rose-ash="secret" data-id="1"></div>')).toBeUndefined()
    expect(liveKindOf('<p>Product</p>')).toBeUndefined()
  })
})
