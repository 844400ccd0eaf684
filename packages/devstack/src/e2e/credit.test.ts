import { eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { aPerson, testDatabase } from '@rose-ash/shared/testing'
import { findChromium } from './find-chromium.ts'
import { expectUsable, newVisit, openBrowser } from './open-browser.ts'
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

  const look = async (page: Page, name: string, scripts: boolean): Promise<void> =>
    scripts ? expectUsable(page, name) : undefined

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
      const person = await aPerson(db, { name: 'Ada Marsh' })
      await running.signIn(context, person)

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

      const made = await db.select().from(orders).where(eq(orders.personId, person.id))
      expect(made).toMatchObject([{ kind: 'credit', state: 'paid', totalMinor: 20_000 }])
      // The refused form is answered with 400, which a browser tells its console.
      expect(complaints.filter((one) => !one.includes('400 (Bad Request)'))).toEqual([])
      await context.close()
    },
    180_000,
  )
})
