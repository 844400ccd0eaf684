import { mkdir } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
    browser = await openBrowser(chromium ?? '')
    if (pictures) await mkdir(pictures, { recursive: true })
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    await stack.stop()
  })

  const titles = (page: Page) => page.locator('#results .teaser-link').allTextContents()
  const open = (page: Page, path: string) => page.goto(stack.addresses.apps.market + path)

  it('filters, sorts and clears without leaving the page, and comes back by the address', async () => {
    const { context, page, complaints } = await newVisit(browser)
    await open(page, '/markets/field-shop')
    await expectAccessible(page)

    await page.getByRole('checkbox', { name: /^Fruit and vegetables/ }).check()
    await page.getByText('8 products', { exact: true }).waitFor()
    await page.getByRole('checkbox', { name: /^On sale/ }).check()
    await page.getByText('1 product', { exact: true }).waitFor()
    expect(await titles(page)).toEqual(['Bramley apples'])
    expect(page.url()).toContain('?category=produce&sale=1')
    await expectAccessible(page)
    await page.reload()
    expect(await titles(page)).toEqual(['Bramley apples'])

    await page.getByRole('link', { name: /Without the filter On sale/ }).click()
    await page.getByText('8 products', { exact: true }).waitFor()
    await page.getByLabel('Sort', { exact: true }).selectOption('title')
    await expect.poll(async () => (await titles(page))[0]).toBe('Beetroot')
    await page.getByLabel('Search here').fill('potatos')
    await expect.poll(() => titles(page)).toEqual(['Maincrop potatoes'])
    await context.close()
    expect(complaints).toEqual([])
  }, 120_000)

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
  }, 120_000)

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
    await open(page, '/search?q=honey')
    expect(await page.locator('#results .teaser-link').allTextContents()).toContain('Heather honey')
    await context.close()
  }, 120_000)

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
        ['shelf', '/markets/field-shop'],
        ['list', '/markets/bread?view=list'],
        ['empty', '/markets/bread?label=nothing&sale=1'],
        ['product', '/products/bakers-flour'],
        ['search', '/search?q=apple'],
      ] as const) {
        await open(page, path)
        await expectAccessible(page)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
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
