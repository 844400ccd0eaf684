import { mkdir } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { openDatabase } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { markets, products, variants } from '@rose-ash/shared/db/models/market'
import { beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from './find-chromium.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { startTestStack, type TestStack } from './start-test-stack.ts'

const chromium = findChromium()
/** A folder for pictures of the pages, to look at them; none are taken without it. */
const pictures = process.env['SCREENSHOTS']

describe.skipIf(!chromium)('a shopper', () => {
  let stack: TestStack
  let browser: Browser

  beforeAll(async () => {
    stack = await startTestStack()
    await fillLongShelf(stack.databaseUrl)
    browser = await openBrowser(chromium ?? '')
    if (pictures) await mkdir(pictures, { recursive: true })
  })

  const titles = (page: Page) => page.locator('#results .teaser-link').allTextContents()
  const status = (page: Page, text: string) =>
    page.locator('#results').getByRole('status').getByText(text, { exact: true }).waitFor()
  /** As long as it takes on a busy machine, and no longer. */
  const soon = { timeout: 120_000 }
  const open = (page: Page, path: string) => page.goto(stack.addresses.apps.market + path)

  it('filters, sorts and clears without leaving the page, and comes back by the address', async () => {
    const { context, page, complaints } = await newVisit(browser)
    await open(page, '/markets/field-shop')
    await expectAccessible(page)

    await page.getByRole('checkbox', { name: /^Fruit and vegetables/ }).check()
    await status(page, '8 products')
    await page.getByRole('checkbox', { name: /^On sale/ }).check()
    await status(page, '1 product')
    expect(await titles(page)).toEqual(['Bramley apples'])
    expect(page.url()).toContain('?category=produce&sale=1')
    await expectAccessible(page)
    await page.reload()
    expect(await titles(page)).toEqual(['Bramley apples'])

    await page.getByRole('link', { name: /Without the filter On sale/ }).click()
    await status(page, '8 products')
    await page.getByLabel('Sort', { exact: true }).selectOption('title')
    await expect.poll(async () => (await titles(page))[0], soon).toBe('Beetroot')
    await page.getByLabel('Search here').fill('potatos')
    await expect.poll(() => titles(page), soon).toEqual(['Maincrop potatoes'])
    await context.close()
    expect(complaints).toEqual([])
  })

  it('gets the next products by scrolling, each once, and all that come after a filter', async () => {
    const { context, page, complaints } = await newVisit(browser)
    await open(page, '/markets/long-shelf')
    await status(page, '60 products')
    expect(await titles(page)).toEqual(longTitles.slice(0, 24))

    await page.getByRole('link', { name: 'More products' }).scrollIntoViewIfNeeded()
    await expect.poll(async () => (await titles(page)).length, soon).toBe(48)
    await page.getByRole('link', { name: 'More products' }).scrollIntoViewIfNeeded()
    await expect.poll(async () => (await titles(page)).length, soon).toBe(60)
    expect(await titles(page)).toEqual(longTitles)
    expect(await page.getByRole('link', { name: 'More products' }).count()).toBe(0)
    expect(new URL(page.url()).search).toBe('')
    await expectAccessible(page)

    const sort = page.getByLabel('Sort', { exact: true })
    await sort.scrollIntoViewIfNeeded()
    await sort.selectOption('-price')
    await expect.poll(async () => (await titles(page))[0], soon).toBe('Jar 60')
    await page.getByRole('link', { name: 'More products' }).scrollIntoViewIfNeeded()
    await expect.poll(async () => (await titles(page)).length, soon).toBe(48)
    expect(await titles(page)).toEqual(longTitles.toReversed().slice(0, 48))
    await context.close()
    expect(complaints).toEqual([])
  })

  it('chooses a way to buy and sees its price at once, and stays when it is in the basket', async () => {
    const { context, page, complaints } = await newVisit(browser)
    await open(page, '/products/bakers-flour')
    await expectAccessible(page)

    await page.getByRole('group', { name: 'Grain: Rye' }).getByLabel(/5 kg/).check()
    const chosen = page.locator('[data-chosen]')
    await chosen.getByText('£11.20', { exact: true }).waitFor()
    await chosen.getByText('Only 2 left').waitFor()
    await page.getByRole('button', { name: 'One more' }).first().click()
    await page.getByRole('button', { name: 'One more' }).first().click()
    expect(await page.getByLabel('Quantity').first().inputValue()).toBe('2')
    await page.getByRole('button', { name: 'Add to basket' }).click()
    await page.getByText('In your basket').waitFor()
    expect(new URL(page.url()).pathname).toBe('/products/bakers-flour')
    await context.close()
    expect(complaints).toEqual([])
  })

  it('does all of it with scripts switched off', async () => {
    const { context, page } = await newVisit(browser, { javaScriptEnabled: false })
    await open(page, '/markets/field-shop')
    const filters = page.locator('.filters')
    await filters.getByRole('checkbox', { name: /^On sale/ }).check()
    await filters.getByLabel('Sort', { exact: true }).selectOption('price')
    await filters.getByRole('button', { name: 'Show' }).click()
    expect(await titles(page)).toEqual(['Bramley apples'])
    await page.locator('#results').getByRole('button', { name: /^Add/ }).click()
    await page.waitForURL('**/markets/field-shop?**sale=1**')

    await open(page, '/products/bakers-flour')
    await page.getByRole('group', { name: 'Grain: Wheat' }).getByLabel(/5 kg/).check()
    await page.getByRole('button', { name: 'Add to basket' }).click()
    await page.goto(stack.addresses.apps.cart)
    await page.getByText('Stoneground flour').first().waitFor()
    await page.getByText('Bramley apples').first().waitFor()
    await open(page, '/')
    await page.getByLabel('What are you looking for?').fill('honey')
    await page.getByRole('search').getByRole('button', { name: 'Search' }).click()
    await page.waitForURL('**/search?q=honey')
    expect(await page.locator('#results .teaser-link').allTextContents()).toContain('Heather honey')
    await context.close()
  })

  it.each([
    ['light', 390],
    ['dark', 390],
    ['light', 1280],
    ['dark', 1280],
  ] as const)(
    'finds nothing in its way in %s at %i pixels',
    async (colorScheme, width) => {
      const viewport = { width, height: 860 }
      const { context, page, complaints } = await newVisit(browser, { colorScheme, viewport })
      for (const [name, path] of [
        ['home', '/'],
        ['shelf', '/markets/field-shop'],
        ['list', '/markets/bread?view=list'],
        ['empty', '/markets/bread?label=nothing&sale=1'],
        ['product', '/products/bakers-flour'],
        ['search', '/search?q=apple'],
      ] as const) {
        await open(page, path)
        await expectAccessible(page)
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
        expect([name, wide]).toEqual([name, width])
        if (pictures) {
          await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png` })
        }
      }
      await context.close()
      expect(complaints).toEqual([])
    },
    120_000,
  )
})

const longTitles = Array.from({ length: 60 }, (_, n) => `Jar ${n + 1}`)

/** A market with more products than a page has. */
async function fillLongShelf(url: string): Promise<void> {
  const { db, close } = openDatabase({ url, size: 1, onError: () => undefined })
  const [market] = await db
    .insert(markets)
    .values({ slug: 'long-shelf', title: 'The long shelf' })
    .returning()
  for (const [position, title] of longTitles.entries()) {
    const [product] = await db
      .insert(products)
      .values({
        marketId: market?.id ?? '',
        slug: `jar-${position + 1}`,
        title,
        position,
        status: 'published',
        publishedAt: new Date(),
      })
      .returning()
    const [supply] = await db.insert(supplies).values({ capacity: 5 }).returning()
    await db.insert(variants).values({
      productId: product?.id ?? '',
      supplyId: supply?.id ?? '',
      title: 'One',
      priceMinor: 100 + position,
      currency: 'GBP',
    })
  }
  await close()
}
