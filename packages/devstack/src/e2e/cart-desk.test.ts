import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { orders } from '@rose-ash/shared/db/models/cart'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { variants } from '@rose-ash/shared/db/models/market'
import { aPage, aPerson, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { findChromium } from './find-chromium.ts'
import { expectUsable, newVisit, openBrowser } from './open-browser.ts'
import { type RunningCart, startCart } from './start-cart.ts'

const chromium = findChromium()

describe.skipIf(!chromium)('who sells, at the orders desk', async () => {
  const { db, url: databaseUrl } = await testDatabase()
  let browser: Browser
  let running: RunningCart

  beforeAll(async () => {
    running = await startCart(databaseUrl)
    browser = await openBrowser(chromium ?? '')
  })

  /** A page that is paid at the pick-up, with a loaf and a cheese that is weighed. */
  async function aSeller() {
    const { id: pageId } = await aPage(db, { title: 'Kiln Lane' })
    const manager = await aPerson(db, { name: 'Tom Ashby' })
    await db.insert(pageManagers).values({ pageId, personId: manager.id })
    await db.insert(sellers).values({ pageId, onPickup: true })
    const loaf = await aVariant(db, { pageId })
    const cheese = await aVariant(db, { pageId, priceMinor: 1000, title: 'Goat cheese' })
    const weighed = { weighed: true, measureAmount: 500, measureUnit: 'g' as const }
    await db.update(variants).set(weighed).where(eq(variants.id, cheese.id))
    return { manager, things: [loaf.id, cheese.id] }
  }

  /** A guest puts both into the basket and orders them, to be paid at the pick-up. */
  async function orderAsGuest(things: string[]): Promise<void> {
    const { page, context } = await newVisit(browser, { javaScriptEnabled: false })
    for (const id of things) {
      await page.goto(running.origin)
      await page.setContent(
        `<form method="post" action="${running.origin}/items"><input name="kind" value="product"><input name="id" value="${id}"><button>Add</button></form>`,
      )
      await page.getByRole('button', { name: 'Add' }).click()
    }
    await page.goto(running.origin)
    await page.getByRole('button', { name: 'Go to checkout' }).click()
    await page.getByLabel('Your name').fill('Ada Marsh')
    await page.getByLabel('E-mail address').fill('ada@rose-ash.example')
    await page.getByLabel('When I pick it up').check()
    await page.getByRole('button', { name: 'Place the order' }).click()
    await page.getByText('You pay £12.80').waitFor()
    await context.close()
  }

  it('packs what is weighed, is paid, hands over and gives a line back', async () => {
    const { manager, things } = await aSeller()
    await orderAsGuest(things)
    const { page, context, complaints } = await newVisit(browser)
    await running.signIn(context, manager)

    await page.goto(`${running.origin}/desk`)
    await page.getByText('Ada Marsh').waitFor()
    await expectUsable(page)
    await page.getByRole('link', { name: 'Picking' }).click()
    await page.getByText('weigh it').first().waitFor()
    await expectUsable(page)
    await page.getByRole('link', { name: 'Orders', exact: true }).click()
    await expectUsable(page)
    await page.getByRole('link', { name: /^\d+$/ }).click()
    await expectUsable(page)
    await page.getByLabel('What it weighs together').fill('450')
    await page.getByRole('button', { name: 'Write it down' }).click()
    await page.getByText('The weight is written down.').waitFor()
    await page.getByRole('button', { name: 'It is packed' }).click()
    await page.getByText('1 marked as packed.').waitFor()
    await page.getByRole('button', { name: 'It was paid over the counter' }).click()
    await page.getByText('£11.80').waitFor()
    await expectUsable(page)
    await page.getByRole('button', { name: 'Yes, it was paid' }).click()
    await page.getByText('Written down as paid.').waitFor()
    await page.getByRole('button', { name: 'It was handed over' }).click()
    await page.getByText('1 marked as handed over.').waitFor()
    await page.getByText('Give money back').click()
    await page.getByLabel('How many of Tannery sourdough come back').fill('1')
    await page.getByLabel('How', { exact: true }).selectOption('cash')
    await expectUsable(page)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('£2.80').waitFor()
    await page.getByRole('button', { name: 'Yes, give it back' }).click()
    await page.getByRole('heading', { name: 'Money that went back' }).waitFor()
    await expectUsable(page)

    await page.getByRole('link', { name: 'Delivery and pick-up' }).click()
    await page.getByRole('link', { name: 'New way' }).click()
    await expectUsable(page)
    await page.getByLabel('Name', { exact: true }).fill('At the barn')
    await page.getByLabel('Saturday').check()
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('Offered now: Saturday').waitFor()
    await expectUsable(page)
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByText('£9.00 in 1 order').waitFor()
    await expectUsable(page)

    const [order] = await db.select().from(orders)
    expect(order).toMatchObject({ state: 'partly_refunded', adjustedMinor: -100 })
    expect(complaints).toEqual([])
    await context.close()
  })
})
