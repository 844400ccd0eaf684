import { describe, expect, it } from 'vitest'
import { recipe } from '../../scraping/recipe/recipe.ts'
import { readPage } from './read-page.ts'

const url = 'https://shop.example/bread'
const rules = recipe.parse({ product: { caseSize: { selector: '.case' } } })
const read = (pieces: string) =>
  readPage({
    text: `<script type="application/ld+json">{"@type":"Product","name":"Rye","sku":"7",
      "offers":{"price":2,"priceCurrency":"EUR"}}</script><p class="case">${pieces}</p>`,
    url,
    kind: 'product',
    recipe: rules,
    locale: 'de-DE',
    currency: 'EUR',
  })

describe('the page of a product', () => {
  it('whose case cannot be right is told of, with the name of the field', () => {
    expect(read('200000 in a case')).toMatchObject({
      products: [],
      problem: '“Rye” was left out: its number of pieces in a case cannot be right.',
    })
  })

  it('has what it says by itself and by the recipe; a case of one is none', () => {
    const [single] = read('1 in a case').products

    expect(single).toMatchObject({ name: 'Rye', priceMinor: 200 })
    expect(single).not.toHaveProperty('caseSize')
    expect(read('12 in a case').products).toMatchObject([{ name: 'Rye', caseSize: 12 }])
  })
})
