import { describe, expect, it } from 'vitest'
import { load } from 'cheerio'
import { extractProducts } from '../src/scraping/extract/extract-products.ts'
import { tolerantJson } from '../src/scraping/extract/json-ld.ts'
import { isAtHand, sharedFile } from './shared-file.ts'

const url = 'https://shop.example/products/1'
const extruct = (name: string) => sharedFile(`schemaorg/extruct-bsd3/${name}`)

const anvil = {
  name: 'Executive Anvil',
  brand: 'ACME',
  mpn: '925872',
  description:
    "Sleeker than ACME's Classic Anvil, the Executive Anvil is perfect for the business traveler looking for something to drop from a height.",
  priceMinor: 11_999,
  currency: 'USD',
  availability: 'in_stock',
}
const pictures = (...names: string[]) =>
  names.map((name) => `https://shop.example/products/${name}`)

describe.skipIf(!isAtHand)('products, held against the pages of extruct', () => {
  it.each([
    ['product.html', { ...anvil, images: pictures('anvil_executive.jpg') }],
    ['product_microdata.html', { ...anvil, images: pictures('anvil_executive.jpg') }],
    ['product-ref.html', { ...anvil, images: pictures('anvil_executive.jpg', 'img-2.jpg') }],
    [
      'opengraph_ns_product_test.html',
      {
        priceMinor: 1_799,
        currency: 'USD',
        availability: 'in_stock',
        sku: 'fye.000000032429335302',
        images: [expect.stringContaining('fye.000000032429335302_0.jpg')],
      },
    ],
  ])('%s', (name, expected) => {
    const { product, others } = extractProducts(extruct(name), { url })

    const [about] = product ? [product] : others.filter(({ name }) => name === anvil.name)
    expect(about).toMatchObject(expected)
  })

  it.each(['JS_comment', 'control_characters', 'control_characters_comment'])(
    'reads %s',
    (name) => {
      const file = (end: string) => extruct(`invalid-jsonld/JSONLD_with_${name}.${end}`)
      const text = load(file('html'))('script').text()

      const [expected] = JSON.parse(file('jsonld').trim() || '[null]')
      expect(tolerantJson(text)).toEqual(expected)
    },
  )
})

interface Example {
  id: string
  types: string[]
  microdata: string
  rdfa: string
  json: string
}

describe.skipIf(!isAtHand)('products, held against the examples of schema.org', () => {
  it('says the same of JSON-LD, microdata and RDFa', () => {
    const { examples } = JSON.parse(
      sharedFile('schemaorg/schemaorg-apache2/examples.json', '{"examples":[]}'),
    ) as { examples: Example[] }
    const told = { same: 0, differs: [] as string[] }

    for (const { id, types, json, microdata, rdfa } of examples) {
      if (!types.includes('Product') || !json) continue
      const [a, ...rest] = [json, microdata, rdfa].map((html) => summary(html))
      for (const [n, other] of rest.entries()) {
        for (const [field, value] of Object.entries(a ?? {})) {
          if (JSON.stringify(value) === JSON.stringify(other?.[field])) told.same += 1
          else told.differs.push(`${id} ${n} ${field}: ${JSON.stringify([value, other?.[field]])}`)
        }
      }
    }
    console.info(`schema.org: ${told.same} fields alike, ${told.differs.length} not.`, told.differs)
    // What differs: examples whose markups do not say the same, and a thousands separator of 1998.
    expect(told.same).toBeGreaterThanOrEqual(99)
  })
})

function summary(html: string): Record<string, unknown> {
  const { product, others } = extractProducts(html, { url })
  const all = [product, ...others].filter((one) => one !== undefined)
  return Object.fromEntries(
    all.flatMap((one) =>
      (['name', 'priceMinor', 'currency', 'listPriceMinor', 'availability', 'gtin'] as const).map(
        (field) => [`${one.name} ${field}`, one[field]],
      ),
    ),
  )
}
