import { createOutgoing } from '@rose-ash/shared/http'
import { load } from 'cheerio'
import { afterAll, describe, expect, it } from 'vitest'
import { extractProducts } from './extract/extract-products.ts'
import { fetchPage, type PageRequest, userAgent } from './fetch/fetch-page.ts'
import { applyRecipe } from './recipe/apply-recipe.ts'
import { findLinks, parseSitemap } from './recipe/find-links.ts'
import { recipe } from './recipe/recipe.ts'
import { mayRead, robotsRule } from './robots/robots-rule.ts'
import { startSupplierSite } from './testing/supplier-site.ts'

const site = await startSupplierSite()
const outgoing = createOutgoing({ allow: [site.url] })
afterAll(async () => {
  await outgoing.close()
  await site.close()
})

const robots = await fetch(`${site.url}/robots.txt`).then((answer) => answer.text())
const rule = robotsRule({ status: 200, body: Buffer.from(robots) }, new Date())
const agent = userAgent('1.0', 'https://coop.example')
const now = new Date('2026-11-23T10:00:00Z')
const read = (path: string, more: Partial<PageRequest> = {}) =>
  fetchPage(outgoing, {
    url: site.url + path,
    userAgent: agent,
    mayRead: (url) => mayRead(rule, 'RoseAsh', url),
    now: () => now,
    ...more,
  })
const hits = (path: string) => site.requests.filter((request) => request.path === path).length

const table = recipe.parse({
  list: { items: 'a.item' },
  product: {
    name: { selector: 'h1' },
    sku: { selector: '.no', after: 'Art.-Nr.:' },
    gtin: { selector: '.ean' },
    price: { selector: '.price' },
    availability: { selector: '.stock' },
  },
  locale: 'de-DE',
})

describe('reading one page of a supplier', () => {
  it('says who reads, and brings text, tag and hash', async () => {
    const answer = await read('/products/1')

    expect(answer).toMatchObject({ outcome: 'ok', status: 200, etag: expect.any(String) })
    expect(site.requests.at(-1)?.userAgent).toBe(
      'RoseAsh/1.0 (+https://coop.example; catalogue reader)',
    )
  })

  it('costs nothing when nothing has changed', async () => {
    const first = await read('/products/2')
    const etag = first.outcome === 'ok' ? first.etag : undefined

    expect(await read('/products/2', { etag })).toMatchObject({ outcome: 'unchanged' })
    const [, second] = site.products
    if (second) second.priceMinor += 1
    expect(await read('/products/2', { etag })).toMatchObject({ outcome: 'ok' })
  })

  it.each([
    ['/none', { outcome: 'gone', status: 404 }],
    ['/ended', { outcome: 'gone', status: 410 }],
    ['/busy', { outcome: 'retry_later', at: new Date('2026-11-23T10:00:02Z') }],
    ['/loop', { outcome: 'redirect_loop' }],
    ['/huge', { outcome: 'too_large' }],
    ['/bomb', { outcome: 'too_large' }],
    ['/prices.pdf', { outcome: 'not_html', contentType: 'application/pdf' }],
    ['/broken', { outcome: 'failed', status: 500 }],
    ['/latin', { outcome: 'ok', text: '<h1>Käse</h1>' }],
    ['/old/3', { outcome: 'ok', finalUrl: `${site.url}/products/3` }],
  ])('of %s is %o', async (path, expected) => {
    expect(await read(path)).toMatchObject(expected)
  })

  it('gives a slow page up', async () => {
    expect(await read('/slow', { timeoutMs: 100 })).toEqual({ outcome: 'too_late' })
  })

  it('asks for nothing that robots.txt forbids, by redirect neither', async () => {
    expect(await read('/private/prices')).toMatchObject({ outcome: 'refused', by: 'robots' })
    expect(await read('/to-private')).toEqual({
      outcome: 'refused',
      by: 'robots',
      url: `${site.url}/private/prices`,
    })
    expect(hits('/private/prices')).toBe(0)
  })

  it('never asks this machine itself', async () => {
    const guarded = createOutgoing()

    const answer = await fetchPage(guarded, {
      url: `${site.url}/ended`,
      userAgent: agent,
      mayRead: () => true,
    })

    expect(answer).toMatchObject({ outcome: 'refused', by: 'address' })
    await guarded.close()
  })
})

describe('the products of a supplier', () => {
  it('are found on every page, whatever made it', async () => {
    for (const product of site.products) {
      const url = site.url + site.pathOf(product)
      const answer = await read(site.pathOf(product))
      const html = answer.outcome === 'ok' ? answer.text : ''

      const found =
        site.engineOf(product) === 'table'
          ? applyRecipe(load(html), table, { url }).product
          : extractProducts(html, { url, locale: 'de-DE' }).product

      expect(found).toMatchObject({
        externalId: `A-${product.id}`,
        url,
        name: product.name,
        gtin: product.gtin,
        priceMinor: product.priceMinor,
        currency: product.currency,
        availability: product.inStock ? 'in_stock' : 'out_of_stock',
      })
      expect(found?.evidence.priceMinor?.snippet).not.toBe('')
    }
  })

  it('keeps the list price apart, and knows variants', async () => {
    const [woo, shopify] = [6, 1].map((id) => site.products.find((one) => one.id === id))
    const pages = await Promise.all([read('/products/6'), read('/products/1')])
    const found = pages.map((page) =>
      page.outcome === 'ok'
        ? extractProducts(page.text, { url: page.finalUrl }).product
        : undefined,
    )

    expect(found[0]?.listPriceMinor).toBe((woo?.priceMinor ?? 0) * 2)
    expect(found[1]?.variants).toMatchObject([
      { externalId: 'A-1-1', options: { size: 'S' }, priceMinor: shopify?.priceMinor },
      { externalId: 'A-1-2', options: { size: 'L' } },
    ])
  })

  it('are linked once each, by lists and by the sitemap', async () => {
    const page = await read('/')
    const links = findLinks(page.outcome === 'ok' ? page.text : '', `${site.url}/`, table)
    const map = await read('/sitemap-1.xml.gz', { kind: 'sitemap' })
    const { pages } = parseSitemap(
      map.outcome === 'ok' ? map.text : '',
      `${site.url}/sitemap-1.xml.gz`,
    )

    expect(links.products).toEqual(
      site.products.slice(0, 24).map((one) => site.url + site.pathOf(one)),
    )
    expect(links.next).toEqual([`${site.url}/?page=2`])
    expect(pages).toHaveLength(240)
    expect(pages[0]).toEqual({ url: `${site.url}/products/1`, lastModified: '2026-11-01' })
  })
})

describe('a recipe', () => {
  it('that matches nothing says so, field by field', () => {
    const { product, reports } = applyRecipe(load('<h2>x</h2>'), table, { url: site.url })

    expect(product).toBeUndefined()
    expect(reports).toHaveLength(5)
    expect(reports[0]).toEqual({
      field: 'name',
      matched: 0,
      values: [],
      problem: 'Nothing on this page matches the selector.',
    })
  })

  it('takes no price that cannot be read', () => {
    const { product, reports } = applyRecipe(
      load('<h1>Bread</h1><p class=price>12,5o €</p>'),
      table,
      { url: site.url },
    )

    expect(product).toMatchObject({ name: 'Bread' })
    expect(product).not.toHaveProperty('priceMinor')
    expect(reports.find(({ field }) => field === 'price')).toEqual({
      field: 'price',
      matched: 1,
      values: ['12,5o €'],
      problem: 'This is not written as a price is.',
    })
  })

  it.each(['', 'p[', '>>', 'a'.repeat(201)])('with the selector %s is refused', (selector) => {
    expect(recipe.safeParse({ product: { name: { selector } } }).success).toBe(false)
  })
})
