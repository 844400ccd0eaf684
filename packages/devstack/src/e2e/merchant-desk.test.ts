import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { aPage, aPerson, testDatabase } from '@rose-ash/shared/testing'
import { eq } from 'drizzle-orm'
import { sandboxMerchant } from '../stack/app-environment.ts'
import { findChromium } from './find-chromium.ts'
import { expectUsable, newVisit, openBrowser } from './open-browser.ts'
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

  it('gives it an account of its own', async () => {
    const seller = await aPage(db)
    const person = await aPerson(db)
    await db.insert(pageManagers).values({ pageId: seller.id, personId: person.id })
    const { page, context, complaints } = await newVisit(browser)
    await running.signIn(context, person)

    await page.goto(`${running.origin}/desk/merchants`)
    await expectUsable(page)
    await page.getByRole('link', { name: seller.title }).click()
    await page.getByRole('heading', { name: 'An account of its own' }).waitFor()
    await expectUsable(page)
    await page.getByLabel('Name on invoices').fill('The Mill')
    await page.getByLabel('SumUp’s merchant code').fill(sandboxMerchant.code)
    await page.getByLabel('SumUp’s API key').fill('sup_sk_typo')
    await page.getByRole('button', { name: 'Try it and use it' }).click()
    await page.getByText('SumUp does not know this key').first().waitFor()
    await expectUsable(page)
    await page.getByLabel('SumUp’s API key').fill(sandboxMerchant.apiKey)
    await page.getByRole('button', { name: 'Try it and use it' }).click()
    await page.getByText('Buyers pay straight to The Mill').waitFor()
    await expectUsable(page)
    await page.getByRole('link', { name: 'What was said to the payment provider' }).click()
    await page.getByRole('heading', { name: 'Said to the payment provider' }).waitFor()
    await expectUsable(page)

    const [row] = await db.select().from(merchants).where(eq(merchants.pageId, seller.id))
    expect(row).toMatchObject({ merchantCode: sandboxMerchant.code, active: true })
    // The page that says why a key was refused is a 422, which browsers note.
    expect(complaints.filter((one) => !one.includes('422'))).toEqual([])
    await context.close()
  })
})
