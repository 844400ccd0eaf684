import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMarket } from '@rose-ash/market/app'
import {
  startSupplierSite,
  type SupplierSite,
} from '@rose-ash/market/scraping/testing/supplier-site'
import { containerRelations, pageManagers } from '@rose-ash/shared/db/models/blog'
import { markets, products } from '@rose-ash/shared/db/models/market'
import { aPage, aPerson, testDatabase } from '@rose-ash/shared/testing'
import { findChromium } from './find-chromium.ts'
import { openUntil } from './journey.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { type AppAlone, startAlone } from './start-alone.ts'

const chromium = findChromium()
const { db, url } = await testDatabase()

describe.skipIf(!chromium)('a manager with a supplier', () => {
  let browser: Browser
  let site: SupplierSite
  let origin = ''
  let running: AppAlone
  let person: Awaited<ReturnType<typeof aPerson>>
  let marketId = ''

  beforeAll(async () => {
    site = await startSupplierSite({ count: 12, crawlDelay: 0, currency: 'EUR' })
    running = await startAlone('market', createMarket, {
      databaseUrl: url,
      outgoingPrivate: [site.url],
    })
    const [manager, page] = await Promise.all([aPerson(db), aPage(db)])
    await db.insert(pageManagers).values({ pageId: page.id, personId: manager.id })
    const [market] = await db.insert(markets).values({ slug: 'stall', title: 'Stall' }).returning()
    marketId = market?.id ?? ''
    await db
      .insert(containerRelations)
      .values({ pageId: page.id, kind: 'market', thingId: marketId })
    person = manager
    origin = running.origin
    browser = await openBrowser(chromium ?? '')
  })

  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  /** Usable by everybody, and nothing stands out at the side, on a phone and on a desk. */
  async function look(page: Page, name: string): Promise<void> {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await expectAccessible(page)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      const folder = process.env['SCREENSHOTS']
      if (folder) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
    }
  }

  it('adds it, tries its pages, reads them, prices, accepts, refuses, and finds the draft', async () => {
    const { page, context, complaints } = await newVisit(browser)
    await running.signIn(context, person)
    await page.goto(`${origin}/desk/markets/${marketId}/products`)
    await page.getByRole('link', { name: 'Suppliers', exact: true }).click()
    await look(page, 'suppliers')
    await page.getByLabel('Name', { exact: true }).fill('Großhandel Nord')
    await page.getByLabel('Where its catalogue begins').fill(`${site.url}/`)
    await page.getByLabel('Currency').fill('EUR')
    await page.getByLabel('Language its prices are written in').fill('de-DE')
    await page.getByLabel('Seconds between two requests').fill('0.5')
    await page.getByRole('button', { name: /^Add/ }).click()

    await page.getByRole('heading', { level: 1, name: 'How its pages are read' }).waitFor()
    await page.getByLabel('A page to try it on').fill(`${site.url}/products/1`)
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('heading', { name: 'What was found' }).waitFor()
    await look(page, 'recipe')
    await page.getByRole('textbox', { name: 'Links to products' }).fill('a.item')
    await page.getByRole('button', { name: 'Save the recipe' }).click()
    await page.getByRole('link', { name: 'Prices and rules' }).waitFor()

    await page.getByRole('link', { name: 'Prices and rules' }).click()
    await page.getByLabel('Margin in percent of the cost').fill('50')
    await page.getByLabel('Its prices have the tax in them').check()
    await page.getByRole('button', { name: 'Add the rule' }).click()
    await page.getByText('Everything else: 50 %').waitFor()
    await look(page, 'rules')

    await page.getByRole('link', { name: 'Reading', exact: true }).click()
    const reading = page.url()
    await page.getByRole('button', { name: 'Read the catalogue' }).click()
    await look(page, 'running')
    await openUntil(reading, [page.getByText('done', { exact: true })])
    await look(page, 'read')

    await page.getByRole('link', { name: 'Review them' }).click()
    await look(page, 'review')
    const waiting = Number(/^\d+/.exec(await page.locator('h1').innerText())?.[0])
    expect(waiting).toBeGreaterThanOrEqual(10)
    const first = page.getByRole('article').first()
    const title = await first.getByRole('heading').innerText()
    await first.getByRole('button', { name: 'Accept' }).click()
    await page.getByRole('heading', { level: 1, name: `${waiting - 1} to review` }).waitFor()
    const second = page.getByRole('article').first()
    const refused = await second.getByRole('heading').innerText()
    await second.getByRole('button', { name: 'Refuse' }).click()
    await page.getByRole('heading', { level: 1, name: `${waiting - 2} to review` }).waitFor()

    await page.goto(`${origin}/desk/markets/${marketId}/products`)
    await page.getByRole('link', { name: title }).waitFor()
    expect(await page.getByText(refused, { exact: true }).count()).toBe(0)
    await look(page, 'drafts')
    expect(
      await db.select({ title: products.title, status: products.status }).from(products),
    ).toEqual([{ title, status: 'draft' }])
    for (const tab of ['Price lists', 'Purchases', 'Settings']) {
      await page.goto(reading)
      await page.getByRole('link', { name: tab, exact: true }).click()
      await look(page, tab)
    }
    expect(complaints).toEqual([])
  })
})
