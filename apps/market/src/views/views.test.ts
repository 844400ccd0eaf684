import { fileURLToPath } from 'node:url'
import { missing, sampleRender } from '@rose-ash/shared/views/testing'
import { describe, expect, it } from 'vitest'
import { sampleListing, sampleMarkets, sampleProductPage, sampleProducts } from './samples.ts'

const render = sampleRender(fileURLToPath(new URL('.', import.meta.url)))
const page = { title: 'A page', canonical: 'https://market.rose-ash.example/here' }

describe('the templates of the market', () => {
  it('show all stalls, and what is new', () => {
    const html = render('home.njk', { markets: sampleMarkets })

    expect(html).not.toMatch(missing)
    expect(html).toContain('href="/markets/bread"')
    expect(html.match(/<article/g)).toHaveLength(3)
    expect(html).toContain('[market/product-cards]')
  })

  it('say so before there is a stall', () => {
    expect(render('home.njk', { markets: [] })).toContain('No stall is set up yet')
  })

  it('show a shelf on which what can be added has a form', () => {
    const html = render('listing/page.njk', sampleListing)

    expect(html).not.toMatch(missing)
    expect(html.match(/<article/g)).toHaveLength(6)
    // One is to be chosen first, one is sold out.
    expect(html.match(/action="https:\/\/cart\.rose-ash\.example\/items"/g)).toHaveLength(4)
    expect(html).toContain(
      '<input type="hidden" name="return_to" value="https://market.rose-ash.example/here">',
    )
    expect(html).toContain('from £4.80')
    expect(html).toContain('£6.00 per kg')
    expect(html).toContain('£0.53 each')
    expect(html).toContain('Only 3 left')
    expect(html).toContain('Sold out')
  })

  it('say so when a shelf is bare', () => {
    const html = render('listing/page.njk', { ...sampleListing, active: [], products: [] })

    expect(html).toContain('The shelf is bare')
  })

  it('show a product with the first that is left chosen', () => {
    const html = render('product.njk', { page, ...sampleProductPage })

    expect(html).not.toMatch(missing)
    expect(html).toContain('value="v1" required data-min="1" data-max="9" checked>')
    expect(html).toContain('value="v2" required data-min="1" data-max="9">')
    expect(html).toContain('value="v3" required data-min="1" data-max="9" disabled>')
    expect(html).toContain('</span>£8.80</s> <b>£8.00</b>')
    expect(html).toContain('Sale until Saturday 28 November')
    expect(html).toContain('£7.60 for members')
    expect(html).toContain('We weigh it when we pack it')
    expect(html).toContain('wheat, rye')
  })

  it('offer no button when all of a product is gone', () => {
    const product = { ...sampleProductPage.product, chosenId: undefined }

    const html = render('product.njk', { page, ...sampleProductPage, product })

    expect(html).not.toContain('Add to basket')
  })

  it('show the shelves of a page, and leave out empty ones', () => {
    const shelf = {
      title: 'Bread',
      href: 'https://m.example/markets/bread',
      products: sampleProducts,
    }
    const shelves = [shelf, { ...shelf, title: 'Nothing', products: [] }]

    const html = render('fragments/container-cards.njk', { shelves })

    expect(html).not.toMatch(missing)
    expect(html.match(/<section/g)).toHaveLength(1)
    expect(html).toContain('href="https://market.rose-ash.example/products/six-eggs"')
  })

  it('show what is new on other pages', () => {
    const html = render('fragments/product-cards.njk', { products: sampleProducts })

    expect(html).not.toMatch(missing)
    expect(html).toContain('Fresh in the market')
    expect(html).not.toContain('return_to')
  })
})
