import { describe, expect, it } from 'vitest'
import { assemble, bytesOf, merge, type Page } from './assemble.ts'
import type { Shown } from './fragment-client.ts'
import { createNonce } from './random-words.ts'
import { renderParts, type TemplateHelpers } from './rendering.ts'

type Template = (data: TemplateHelpers & { text?: string }) => string

/** Parts of a page whose template is a function. */
function partsOf(template: Template, data: object = {}) {
  return renderParts((_name, all) => template(all), 'page', data)
}

function shownOf(html: string, css: string[] = [], js: string[] = []): Shown {
  return { body: Buffer.from(html), hash: html, note: { css, js } }
}

/** The page as it is sent. */
const textOf = (made: Page, nonce = '(a nonce of 22 bytes)'): string =>
  bytesOf(made, nonce).toString()

const page: Template = ({ nonce, fragment, fragmentAssets, text }) =>
  `<head>${fragmentAssets}<script nonce="${nonce}">1</script></head>` +
  `<h1>${text}</h1>${fragment('cart/cart-mini')}–${fragment('events/upcoming', { n: '1' })}` +
  `${fragment('cart/cart-mini')}<i nonce="${nonce}">`

describe('a page with holes', () => {
  it('names its fragments once each, in the order of the template', () => {
    expect(partsOf(page, { text: 'é' }).note.fragments).toEqual([
      { type: 'cart/cart-mini', query: '' },
      { type: 'events/upcoming', query: 'n=1' },
    ])
  })

  it('is filled byte for byte, in as many pieces as it has or in as few as it can have', () => {
    const parts = partsOf(page, { text: '€ 5' })
    const shown = [
      shownOf('<b>3 – €</b>', ['/a.css', '/b.css'], ['/"&.js']),
      shownOf('<ul></ul>', ['/b.css']),
    ]

    const assembled = assemble(parts, shown)
    const merged = merge(assembled)
    const nonce = createNonce()

    const expected =
      `<head><link rel="stylesheet" href="/a.css" nonce="${nonce}">` +
      `<link rel="stylesheet" href="/b.css" nonce="${nonce}">` +
      `<script type="module" src="/&#34;&#38;.js" nonce="${nonce}"></script>` +
      `<script nonce="${nonce}">1</script></head>` +
      `<h1>€ 5</h1><b>3 – €</b>–<ul></ul><b>3 – €</b><i nonce="${nonce}">`
    expect([textOf(assembled, nonce), textOf(merged, nonce)]).toEqual([expected, expected])
    expect([assembled.byteLength, merged.byteLength]).toEqual(
      Array(2).fill(Buffer.byteLength(expected)),
    )
    expect(merged.pieces).toHaveLength(11)
  })

  it('without holes is left as it is', () => {
    const plain = assemble(
      partsOf(() => 'plain'),
      [],
    )

    expect(plain).toEqual({ pieces: [Buffer.from('plain')], byteLength: 5 })
  })

  it('gets a nonce that was never there before', () => {
    const nonces = Array.from({ length: 600 }, createNonce)

    expect(new Set(nonces).size).toBe(600)
    for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{22}$/)
  })
})

describe('a marker', () => {
  it('of another rendering means nothing, in text or in a fragment', () => {
    let old = ''
    partsOf(({ nonce, fragmentAssets, fragment }) => {
      old = `${nonce} ${fragmentAssets} ${fragment('cart/cart-mini')}`
      return old
    })
    const parts = partsOf(({ text, fragment }) => `${text}|${fragment('events/upcoming')}`, {
      text: old,
    })

    const made = assemble(parts, [shownOf(old)])

    expect(textOf(made)).toBe(`${old}|${old}`)
    expect(made.pieces.every((piece) => Buffer.isBuffer(piece))).toBe(true)
  })

  it('is made of letters and digits, so that escaping does not change it', () => {
    let markers: string[] = []
    partsOf(({ nonce, fragmentAssets, fragment }) => {
      markers = [nonce, fragmentAssets, fragment('cart/cart-mini')]
      return ''
    })

    for (const marker of markers) expect(marker).toMatch(/^[a-z0-9]{34,}$/)
  })

  it('that the template cut off stops the rendering', () => {
    expect(() => partsOf(({ fragment }) => `${fragment('cart/cart-mini').slice(0, -1)} …`)).toThrow(
      'a template changed the marker of a hole',
    )
  })

  it('that ends a page without its end stops the rendering as well', () => {
    const ends: Template = ({ fragment }) => `${fragment('cart/cart-mini').slice(0, -1)}1`

    expect(() => partsOf(ends)).toThrow('a template changed the marker of a hole')
  })

  it('that the template left out leaves no hole', () => {
    const parts = partsOf(({ fragment }) => fragment('cart/cart-mini').slice(0, 0))

    expect(parts.note.holes).toEqual([])
  })
})
