import type { Browser, Cookie, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from './find-chromium.ts'
import { linkIn, newestMail } from './journey.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { aPng } from './png.ts'
import { startTestStack, type TestStack } from './start-test-stack.ts'

const chromium = findChromium()
const admin = 'admin@rose-ash.example'

describe.skipIf(!chromium)('who runs a market, in a browser', () => {
  let stack: TestStack
  let browser: Browser
  let cookies: Cookie[]

  beforeAll(async () => {
    stack = await startTestStack()
    browser = await openBrowser(chromium ?? '')
  })

  async function signIn(page: Page): Promise<void> {
    await page.goto(`${stack.addresses.apps.market}/desk`)
    await page.getByLabel('E-mail address').fill(admin)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
    await page.goto(linkIn(await newestMail(stack, admin, /sign in/i)))
    await page.getByRole('button', { name: `Sign in as ${admin}` }).click()
    await page.getByRole('heading', { level: 1, name: 'Your markets' }).waitFor()
  }

  /** Nothing stands out at the side, and with scripts, which axe needs, it is usable by everybody. */
  async function look(page: Page, name: string, scripted: boolean): Promise<void> {
    const views = scripted
      ? ([
          [390, 'dark'],
          [1280, 'light'],
        ] as const)
      : ([[390, 'light']] as const)
    for (const [width, colorScheme] of views) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      // Colours change over a moment, in which nobody reads.
      await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))')
      if (scripted) await expectAccessible(page)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      const folder = process.env['SCREENSHOTS']
      const path = `${folder}/${name}-${width}-${scripted ? 'script' : 'plain'}.png`
      if (folder) await page.screenshot({ path, fullPage: true })
    }
  }

  it('signs in once for all that follows', async () => {
    const { page, context } = await newVisit(browser)
    await signIn(page)
    cookies = await context.cookies()
    await context.close()
    expect(cookies.length).toBeGreaterThan(0)
  })

  it.each([
    { scripted: true, product: 'Walnut rye' },
    { scripted: false, product: 'Fig rye' },
  ])(
    'puts a product with two sizes on the shelf and counts it, scripts: $scripted',
    async ({ scripted, product }) => {
      const options = { javaScriptEnabled: scripted }
      const { page, context, complaints } = await newVisit(browser, options)
      await context.addCookies(cookies)
      await page.goto(`${stack.addresses.apps.market}/desk`)
      await page.getByRole('heading', { level: 1, name: 'Your markets' }).waitFor()
      await look(page, 'markets', scripted)
      await page.getByRole('link', { name: 'The bread shelf' }).click()
      await look(page, 'products', scripted)
      await page.getByRole('link', { name: 'New product' }).click()
      await page.getByLabel('Name', { exact: true }).fill(product)
      await page.getByLabel('Option 1').fill('Size')
      await page.getByRole('button', { name: 'Add a size' }).click()
      await page.getByLabel('Size', { exact: true }).first().fill('Small')
      await page.getByLabel('Price', { exact: true }).first().fill('3,40')
      await page.getByLabel('Size', { exact: true }).last().fill('Large')
      await page.getByLabel('Price', { exact: true }).last().fill('-6')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('A price cannot be below zero.').waitFor()
      await look(page, 'wrong', scripted)
      await page.getByLabel('Price', { exact: true }).last().fill('£6.20')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: product }).waitFor()
      await look(page, 'product', scripted)

      const picture = { name: 'loaf.png', mimeType: 'image/png', buffer: aPng(900, 600) }
      await page.getByLabel('Add pictures').setInputFiles(picture)
      if (!scripted) await page.getByRole('button', { name: 'Add the chosen ones' }).click()
      await page.getByText('These rows are not saved yet.').waitFor()
      await page.getByLabel('What can be seen').fill('A loaf, cut in half')
      await look(page, 'picture', scripted)
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('These rows are not saved yet.').waitFor({ state: 'detached' })

      await page.getByRole('link', { name: 'Stock', exact: true }).click()
      await page.getByLabel('How many').first().fill('12')
      await page.getByRole('button', { name: 'Write it down' }).first().click()
      await page.getByText('12 in stock').waitFor()
      await look(page, 'stock', scripted)
      await page.getByRole('link', { name: 'Product', exact: true }).click()
      await page.getByRole('link', { name: 'Put it on the shelf' }).click()
      await page.getByRole('button', { name: 'Put it on the shelf' }).click()
      await page.getByRole('link', { name: 'On the shelf' }).click()
      await page.getByRole('heading', { level: 1, name: product }).waitFor()
      await page.getByText('£6.20').first().waitFor()
      const image = `document.querySelector('[alt="A loaf, cut in half"]')`
      await page.waitForFunction(`${image}.complete && ${image}.naturalWidth > 0`)
      expect(await page.evaluate(`${image}.currentSrc`)).toMatch(/\.(avif|webp)$/)

      await page.goto(`${stack.addresses.apps.market}/desk`)
      await page.getByRole('link', { name: 'The bread shelf' }).click()
      for (const tab of [
        'Many at once',
        'Stock take',
        'Categories',
        'Collections',
        'Files',
        'Order windows',
        'Settings',
      ]) {
        await page.getByRole('link', { name: tab, exact: true }).click()
        await page.getByRole('link', { name: tab, exact: true, includeHidden: true }).waitFor()
        await look(page, tab.replaceAll(' ', '-'), scripted)
      }
      expect(complaints.filter((line) => !line.includes('422'))).toEqual([])
      await page.context().close()
    },
    240_000,
  )
})
