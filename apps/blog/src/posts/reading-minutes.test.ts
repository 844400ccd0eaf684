import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readingMinutes } from './queries.ts'

it('counts words, 220 a minute, whatever tags and spaces stand around them', () => {
  const around = fc.constantFrom(
    ' ',
    '\n\n',
    '</p><p>',
    ' <b class="a b">',
    '<br>',
    '\u{a0}',
    '<i> ',
  )
  const words = fc.array(fc.tuple(fc.constantFrom('a', 'rye', '“Brot”', '🥖', '&amp;'), around), {
    maxLength: 1_500,
  })

  fc.assert(
    fc.property(words, (pairs) => {
      const html = `<p>${pairs.flat().join('')}</p>`
      expect(readingMinutes(html)).toBe(Math.max(1, Math.round(pairs.length / 220)))
    }),
  )
})
