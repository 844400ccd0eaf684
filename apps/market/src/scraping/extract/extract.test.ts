import { describe, expect, it } from 'vitest'
import { normaliseUrl } from '../recipe/normalise-url.ts'
import { extractProducts } from './extract-products.ts'
import { tolerantJson } from './json-ld.ts'

const url = 'https://shop.example/bread'
const script = (text: string) => `<script type="application/ld+json">${text}</script>`
const product = (more: string) => script(`{"@type":"Product","name":"Bread",${more}}`)
const offered = (more: string) =>
  product(`"offers":{"@type":"Offer","priceCurrency":"EUR",${more}}`)
const read = (html: string) => extractProducts(html, { url }).product

describe('malformed JSON-LD', () => {
  it.each([
    ['a trailing comma', '{"a":1,}'],
    ['a comment', '{"a":1 // one\n}'],
    ['CDATA', '//<![CDATA[\n{"a":1}\n//]]>'],
    ['CDATA in comments', '/*<![CDATA[*/{"a":1}/*]]>*/'],
    ['an HTML comment', '<!--\n{"a":1}\n-->'],
    ['a semicolon', '{"a":1};'],
    ['entities for quotes', '{&quot;a&quot;:1}'],
    ['single quotes', "{'a':1}"],
    ['a mark of byte order', '\uFEFF{"a":1}'],
  ])('with %s is read', (_what, text) => {
    expect(tolerantJson(text)).toEqual({ a: 1 })
  })

  it('keeps the other scripts readable', () => {
    expect(read(script('no JSON at all <<<') + offered('"price":"2.50"'))).toMatchObject({
      name: 'Bread',
      priceMinor: 250,
    })
  })

  it('may nest as deep as it likes', () => {
    expect(read(script(`${'{"a":'.repeat(20_000)}1`) + offered('"price":1'))?.priceMinor).toBe(100)
  })
})

describe('the price of a product', () => {
  it.each([
    ['a number', '"price":2.5', 250],
    ['a text', '"price":"2.50"', 250],
    ['written for people', '"price":"€ 1.234,50"', 123_450],
    ['a net price', '"price":"10.0833"', 1_008],
    ['the lowest of several', '"@type":"AggregateOffer","lowPrice":"3","highPrice":"9"', 300],
    [
      'the sale price',
      '"priceSpecification":[{"priceType":"https://schema.org/ListPrice","price":9},{"priceType":"SalePrice","price":7}]',
      700,
    ],
    [
      'the usual one when the sale is over',
      '"priceSpecification":[{"priceType":"ListPrice","price":9},{"priceType":"SalePrice","price":7,"validThrough":"2020-01-01"}]',
      900,
    ],
    ['unclear', '"price":"1.299"', undefined],
    ['below zero', '"price":"-1"', undefined],
    ['too large', '"price":1e9', undefined],
    ['no number', '"price":"12,5o €"', undefined],
    ['in another currency', '"price":"£5"', undefined],
  ])('that is %s', (_what, more, expected) => {
    expect(read(offered(more))?.priceMinor).toBe(expected)
  })

  it.each([
    ['2020-01-01', undefined],
    ['2020-01-01T10:00:00+01:00', undefined],
    ['2999-01-01', 900],
    ['soon', 900],
  ])('is that of a sale until %s only for so long', (until, listPriceMinor) => {
    const list = '"priceSpecification":{"priceType":"ListPrice","price":9}'

    const found = read(offered(`"price":7,"priceValidUntil":"${until}",${list}`))

    expect(found?.priceMinor).toBe(700)
    expect(found?.listPriceMinor).toBe(listPriceMinor)
  })

  it('is that of what can be had', () => {
    const two = product(
      '"offers":[{"price":1,"priceCurrency":"EUR","availability":"SoldOut"},{"price":2,"priceCurrency":"EUR","availability":"InStock"}]',
    )

    expect(read(two)).toMatchObject({ priceMinor: 200, availability: 'in_stock' })
  })

  const offerOf = (inside: string) =>
    `<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Plum jam</b>
      <div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
        <span itemprop="price" content="12.40">12,40</span>${inside}</div></div>`
  const meta = (attribute: string, currency: string) =>
    `<meta ${attribute}="priceCurrency" content="${currency}">`

  it.each([
    ['named as in RDFa', meta('property', 'PLN'), 'PLN'],
    ['named both ways', meta('property', 'PLN') + meta('itemprop', 'CZK'), 'CZK'],
    [
      'of something within the offer',
      `<i itemprop="seller" itemscope itemtype="https://schema.org/Person">${meta('property', 'PLN')}</i>`,
      undefined,
    ],
  ])('of microdata has the currency %s', (_what, inside, currency) => {
    expect(read(offerOf(inside))?.currency).toBe(currency)
  })

  it('does not have a currency from beside its offer', () => {
    expect(read(meta('property', 'PLN') + offerOf(''))?.currency).toBeUndefined()
  })

  it('never has the currency of another source', () => {
    const html =
      product('"offers":{"price":5}') +
      '<meta property="og:type" content="product"><meta property="og:price:amount" content="6"><meta property="og:price:currency" content="GBP">'

    expect(read(html)).toMatchObject({ priceMinor: 600, currency: 'GBP' })
    expect(read(html)?.evidence.priceMinor?.how).toBe('open-graph')
    expect(read(html)?.evidence.name?.how).toBe('json-ld')
  })
})

describe('a page', () => {
  it('of many products is about none, unless one has its address', () => {
    const one = (path: string) => script(`{"@type":"Product","name":"${path}","url":"/${path}"}`)

    expect(extractProducts(one('a') + one('b'), { url })).toMatchObject({
      others: [{ name: 'a' }, { name: 'b' }],
    })
    expect(read(one('a') + one('bread'))?.name).toBe('bread')
  })

  it('gives text for people, and takes no address of another kind', () => {
    const found = read(
      product(
        '"description":"<p>Sour &amp; dark</p>","image":["javascript:alert(1)","/a.jpg"],' +
          '"url":"https://evil.example/x","gtin":"123"',
      ),
    )

    expect(found).toMatchObject({
      url,
      description: 'Sour & dark',
      images: ['https://shop.example/a.jpg'],
    })
    expect(found).not.toHaveProperty('gtin')
  })
})

describe('an address', () => {
  it.each([
    ['/a?utm_source=x&b=2&a=1#top', 'https://shop.example/a?a=1&b=2'],
    ['a;jsessionid=9', 'https://shop.example/a'],
    ['https://SHOP.example:443/a', 'https://shop.example/a'],
    ['javascript:alert(1)', undefined],
    ['mailto:a@b.example', undefined],
  ])('%s is %s', (address, expected) => {
    expect(normaliseUrl(address, url)).toBe(expected)
  })
})
