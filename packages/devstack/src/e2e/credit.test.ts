import { eq } from 'drizzle-orm'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { aPerson, signedIn, testDatabase } from '@rose-ash/shared/testing'
import { findChromium } from './find-chromium.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { type RunningCart, startCart } from './start-cart.ts'

const chromium = findChromium()

describe.skipIf(!chromium)('a member who pays credit in', async () => {
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

  async function signIn(context: BrowserContext): Promise<string> {
    const person = await aPerson(db, { name: 'Ada Marsh' })
    const { cookie } = await signedIn(running.cart, person)
    const [name = '', value = ''] = cookie.split('=')
    const url = running.origin.replace('http:', 'https:')
    await context.addCookies([{ name, value, url, secure: true }])
    return person.id
  }

  /** Usable by everybody, and nothing stands out at the side, on a phone by night and a desk by day. */
  async function look(page: Page, name: string, scripts: boolean): Promise<void> {
    if (!scripts) return
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
      if (folder) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
    }
  }

  async function order(page: Page, amount: string): Promise<void> {
    await page.goto(`${running.origin}/credit`)
    await page.getByLabel('Or another amount').fill(amount)
    await page.getByRole('button', { name: 'Pay in by card' }).click()
  }

  it.each([
    ['with scripts', true],
    ['with scripts switched off', false],
  ])(
    'is told what is possible, pays, and sees it on their balance, %s',
    async (_name, scripts) => {
      const { page, context, complaints } = await newVisit(browser, { javaScriptEnabled: scripts })
      const personId = await signIn(context)

      await order(page, '250.01')
      await page.getByText('Your credit can be £250.00 at most. Pay in £250.00 or less.').waitFor()
      await look(page, 'credit-refused', scripts)
      await order(page, '200')
      await page.waitForURL((url) => url.origin !== running.origin)
      await page.goto(`${running.origin}/credit`)
      await page.getByText('£200.00 is not paid yet').waitFor()
      await look(page, 'credit-waiting', scripts)
      await page.getByRole('link', { name: 'Pay it, or cancel it' }).click()
      await look(page, 'credit-order', scripts)
      await page.getByRole('button', { name: 'Pay £200.00' }).click()
      await page.waitForURL((url) => url.origin !== running.origin)
      await page.getByRole('button', { name: 'Pay £200.00' }).click()
      await page.getByRole('link', { name: /back to/i }).click()
      await page.getByText('It is on your balance').waitFor()
      await look(page, 'credit-paid', scripts)
      await page.getByRole('link', { name: 'Your credit' }).click()
      await page.getByText('You have £200.00').waitFor()
      await page.getByText('From £5.00 to £50.00').waitFor()
      await look(page, 'credit', scripts)

      const made = await db.select().from(orders).where(eq(orders.personId, personId))
      expect(made).toMatchObject([{ kind: 'credit', state: 'paid', totalMinor: 20_000 }])
      // The refused form is answered with 400, which a browser tells its console.
      expect(complaints.filter((one) => !one.includes('400 (Bad Request)'))).toEqual([])
      await context.close()
    },
    180_000,
  )
})
