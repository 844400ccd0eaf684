import { describe, expect, it } from 'vitest'
import type { FragmentAnswer } from './fragment-registry.ts'
import {
  decodeBatch,
  decodeOne,
  encodeBatch,
  encodeHead,
  parseAsked,
  pathOf,
  splitBatch,
} from './wire.ts'

const answers: FragmentAnswer[] = [
  {
    status: 200,
    html: Buffer.from('<p>5 €\n</p>'),
    tags: ['a', 'é'],
    assets: { css: ['/a.css'], js: [] },
  },
  { status: 504, html: Buffer.alloc(0), tags: [], assets: { css: [], js: [] } },
  { status: 200, html: Buffer.from('[{}]\n'), tags: [], assets: { css: [], js: ['/b.js'] } },
]

describe('on the wire', () => {
  it('several answers come out as they went in', () => {
    expect(decodeBatch(encodeBatch(answers))).toEqual(answers)
    expect(decodeBatch(encodeBatch([]))).toEqual([])
  })

  it('one answer comes out as it went in, its head in a header', () => {
    const [answer] = answers
    if (!answer) throw new Error('no answer')
    const head = encodeHead(answer)

    expect(head).toMatch(/^[ -~]*$/)
    expect(decodeOne(head, answer.html)).toEqual(answer)
  })

  it('one is asked for by name, several by a list', () => {
    const one = { name: 'upcoming', query: '' }
    const two = { name: 'container-cards', query: 'page=1&q=a%26b' }

    expect(pathOf([one])).toBe('/internal/fragments/upcoming')
    expect(pathOf([two])).toBe('/internal/fragments/container-cards?page=1&q=a%26b')
    const url = new URL(pathOf([one, two]), 'http://any')
    expect(parseAsked(url.searchParams.getAll('f'))).toEqual([one, two])
  })

  it('a list too long for a request line is cut', () => {
    const asked = Array.from({ length: 100 }, (_, index) => ({
      name: `n${index}`,
      query: 'x'.repeat(300),
    }))

    const batches = splitBatch(asked)

    expect(batches.flat()).toEqual(asked)
    expect(batches).toHaveLength(4)
    for (const batch of batches) expect(pathOf(batch).length).toBeLessThanOrEqual(8_000)
    expect(splitBatch([{ name: 'n', query: 'x'.repeat(9_000) }])).toHaveLength(1)
  })
})
