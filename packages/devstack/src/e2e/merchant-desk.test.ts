import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { aPage, aPerson, signedIn, testDatabase } from '@rose-ash/shared/testing'
import { eq } from 'drizzle-orm'
import { sandboxMerchant } from '../stack/app-environment.ts'
import { findChromium } from './find-chromium.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { type RunningCart, startCart } from './start-cart.ts'

const chromium = findChromium()

describe.skipIf(!chromium)('who manages a page that sells', async () => {
  const { db, url: databaseUrl } = await testDatabase()
  let browser: Browser
  let running: RunningCart

  beforeAll(async () => {
    running = await startCart(databaseUrl)
    browser = await openBrowser(chromium ?? '')
  })

  afterAll(async () => {
    await browser.close()
    await running.stop()
  })

  /** Usable by everybody, and nothing stands out at the side, on a phone by night and a desk by day. */
  async function look(page: Page): Promise<void> {
    for (const [width, colorScheme] of [
      [360, 'dark'],
      [1280, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))')
      await expectAccessible(page)
      expect(await page.evaluate(`document.querySelector('main').scrollWidth`)).toBe(width)
      const folder = process.env['SCREENSHOTS']
      const name = new URL(page.url()).pathname.replaceAll(/\W+/g, '-')
      if (folder) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
    }
  }

  it('gives it an account of its own', async () => {
    const seller = await aPage(db)
    const person = await aPerson(db)
    await db.insert(pageManagers).values({ pageId: seller.id, personId: person.id })
    const { cookie } = await signedIn(running.cart, person)
    const [name = '', value = ''] = cookie.split('=')
    const { page, context, complaints } = await newVisit(browser)
    const url = running.origin.replace('http:', 'https:')
    await context.addCookies([{ name, value, url, secure: true }])

    await page.goto(`${running.origin}/desk/merchants`)
    await look(page)
    await page.getByRole('link', { name: seller.title }).click()
    await page.getByRole('heading', { name: 'An account of its own' }).waitFor()
    await look(page)
    await page.getByLabel('Name on invoices').fill('The Mill')
    await page.getByLabel('SumUp’s merchant code').fill(sandboxMerchant.code)
    await page.getByLabel('SumUp’s API key').fill('sup_sk_typo')
    await page.getByRole('button', { name: 'Try it and use it' }).click()
    await page.getByText('SumUp does not know this key').first().waitFor()
    await look(page)
    await page.getByLabel('SumUp’s API key').fill(sandboxMerchant.apiKey)
    await page.getByRole('button', { name: 'Try it and use it' }).click()
    await page.getByText('Buyers pay straight to The Mill').waitFor()
    await look(page)
    await page.getByRole('link', { name: 'What was said to the payment provider' }).click()
    await page.getByRole('heading', { name: 'Said to the payment provider' }).waitFor()
    await look(page)

    const [row] = await db.select().from(merchants).where(eq(merchants.pageId, seller.id))
    expect(row).toMatchObject({ merchantCode: sandboxMerchant.code, active: true })
    // The page that says why a key was refused is a 422, which browsers note.
    expect(complaints.filter((one) => !one.includes('422'))).toEqual([])
    await context.close()
  })
})
