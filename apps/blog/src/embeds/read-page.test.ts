import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPage } from './read-page.ts'

describe('a page of another site', () => {
  it('is told by what it says of itself, with whole addresses', () => {
    const html = `<html><head><title>Plain &amp; simple</title>
      <meta property="og:title" content="Rye"><meta name="description" content="About rye.">
      <meta property="og:image" content="/rye.jpg"><link rel="icon" href="favicon.png">
      <link rel="alternate" type="application/json+oembed" href="/oembed?x=1"></head>`

    expect(readPage(html, 'https://www.bread.example/a/b')).toEqual({
      title: 'Rye',
      description: 'About rye.',
      author: '',
      publisher: 'bread.example',
      thumbnail: 'https://www.bread.example/rye.jpg',
      icon: 'https://www.bread.example/a/favicon.png',
      oembed: 'https://www.bread.example/oembed?x=1',
    })
  })

  it('that says nothing is called by its host', () => {
    expect(readPage('', 'https://bread.example/')).toMatchObject({
      title: 'bread.example',
      icon: null,
    })
  })

  it('gives no address that is none of the web, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('javascript:alert(1)', 'data:x', 'http://[', '\0', 'file:///etc'),
        (href) => {
          const html = `<meta property="og:image" content="${href}"><link rel="icon" href="${href}">`
          const { thumbnail, icon } = readPage(html, 'https://bread.example/')
          for (const address of [thumbnail, icon]) expect(address ?? 'https:').toMatch(/^https?:/)
        },
      ),
    )
  })
})
