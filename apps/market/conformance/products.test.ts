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
    const told = { same: 0, absent: 0, explained: [] as string[], unexplained: [] as string[] }

    for (const { id, types, json, microdata, rdfa } of examples) {
      if (!types.includes('Product') || !json) continue
      const said = summary(json)
      for (const [markup, html] of Object.entries({ microdata, rdfa })) {
        if (!hasMarkup(html)) {
          told.absent += Object.keys(said).length
          continue
        }
        const other = summary(html)
        for (const [field, value] of Object.entries(said)) {
          const [a, b] = [JSON.stringify(value), JSON.stringify(other[field])]
          const line = `${id} ${markup} ${field}: ${a} and ${b}`
          if (a === b) told.same += 1
          else if (wrongExamples[id]) told.explained.push(`${line} (${wrongExamples[id]})`)
          else told.unexplained.push(line)
        }
      }
    }

    const { same, absent, explained, unexplained } = told
    console.info(
      `schema.org: ${same} fields alike; ${absent} of markups that an example leaves out (“TODO”, “N/A”); ` +
        `${explained.length} that its markups do not say alike:`,
      explained,
    )
    expect(unexplained).toEqual([])
    expect(same).toBeGreaterThanOrEqual(76)
  })
})

/** Examples whose own markups contradict each other: each is read as it is written. */
const wrongExamples: Record<string, string> = {
  'eg-0010': 'its JSON-LD costs 55.00, its microdata and RDFa 1000.00',
  'eg-0208': 'Brand 502 is BRAND 502 there, and a second product is only three dots',
}

/** Whether an example has this markup at all, rather than a word or a comment in its place. */
const hasMarkup = (html: string): boolean => /<\w/.test(html.replaceAll(/<!--.*?-->/gs, ''))

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
