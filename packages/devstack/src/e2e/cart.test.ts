import { eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { roles } from '@rose-ash/shared/db/models/account'
import { posts } from '@rose-ash/shared/db/models/blog'
import { orders } from '@rose-ash/shared/db/models/cart'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import { variants } from '@rose-ash/shared/db/models/market'
import { aPerson, signedIn, testDatabase } from '@rose-ash/shared/testing'
import { seed } from '../seed/seed.ts'
import { sandboxMerchant } from '../stack/app-environment.ts'
import { findChromium } from './find-chromium.ts'
import { expectUsable, newVisit, openBrowser } from './open-browser.ts'
import { sizeOf, ticketOf } from './seeded.ts'
import { type RunningCart, startCart } from './start-cart.ts'

const chromium = findChromium()

describe.skipIf(!chromium)('who buys in a fresh shop', async () => {
  const { db, url: databaseUrl } = await testDatabase()
  let browser: Browser
  let running: RunningCart

  beforeAll(async () => {
    running = await startCart(databaseUrl)
    await seed(db, { config: running.cart.appConfig, now: new Date() })
    await giveItsOwnMerchant('kiln-lane', 'Kiln Lane Potters')
    browser = await openBrowser(chromium ?? '')
  })

  async function giveItsOwnMerchant(slug: string, name: string): Promise<void> {
    const admin = await aPerson(db)
    await db.insert(roles).values({ personId: admin.id, role: 'admin' })
    const [page] = await db.select().from(posts).where(eq(posts.slug, slug))
    const { code, apiKey } = sandboxMerchant
    const answer = await running.cart.inject({
      method: 'POST',
      url: `/desk/sellers/${page?.id}/merchant`,
      headers: {
        ...(await signedIn(running.cart, admin)),
        host: new URL(running.origin).host,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({
        baseVersion: '0',
        name,
        merchantCode: code,
        apiKey,
      }).toString(),
    })
    expect(answer.statusCode).toBe(303)
  }

  const priced = (id: string, priceMinor: number) =>
    db.update(variants).set({ priceMinor }).where(eq(variants.id, id))

  /** As the forms of the other apps do, which do not run here. */
  async function put(page: Page, fields: Record<string, string>): Promise<void> {
    await page.goto(running.origin)
    const added = page.waitForResponse((one) => one.request().method() === 'POST')
    await page.evaluate(`{
      const form = document.createElement('form')
      form.method = 'post'
      form.action = '/items'
      for (const [name, value] of Object.entries(${JSON.stringify(fields)}))
        form.append(Object.assign(document.createElement('input'), { name, value }))
      document.body.append(form)
      form.submit()
    }`)
    expect((await added).status()).toBe(303)
    await page.getByRole('heading', { name: 'Your basket' }).waitFor()
  }

  const look = async (page: Page, name: string, scripts: boolean): Promise<void> =>
    scripts ? expectUsable(page, name) : undefined

  async function fill(page: Page): Promise<void> {
    const bowl = await sizeOf(db, 'ash-glaze-bowl', '15 cm')
    const loaf = await sizeOf(db, 'tannery-sourdough', 'Large, 900 g')
    const supper = await ticketOf(db, 'long-table-supper', 'What I can pay')
    await priced(loaf, 440)
    await put(page, { kind: 'product', id: bowl })
    await put(page, { kind: 'product', id: loaf, quantity: '2' })
    await put(page, { kind: 'ticket', id: supper, chosen: '5' })
    await total(page, 'Your order', '£13.80')
    await total(page, 'What Kiln Lane Potters sells', '£18.00')
  }

  const total = (page: Page, summary: string, amount: string) =>
    page
      .getByRole('complementary', { name: summary })
      .locator('.price-total', { hasText: amount })
      .waitFor()

  async function sayWishes(page: Page): Promise<void> {
    const line = page.locator('.basket-line', { hasText: 'Tannery sourdough' })
    await line.getByText('Add a note').click()
    await line.getByPlaceholder('Sliced, please').fill('Dark ones')
    await line.getByRole('button', { name: /^Keep/ }).click()
    await page.getByText('Your note').waitFor()
    await page.getByRole('button', { name: /^Later.*Tannery sourdough/ }).click()
    await page.getByRole('heading', { name: 'Saved for later' }).waitFor()
    await total(page, 'Your order', '£5.00')
    await page.getByRole('button', { name: /^Put it back.*Tannery sourdough/ }).click()
    await total(page, 'Your order', '£13.80')
    await page.getByRole('spinbutton', { name: /^You pay/ }).fill('6')
    await page.getByRole('button', { name: /^Change what you pay/ }).click()
    await total(page, 'Your order', '£14.80')
    await page.getByText('Use a voucher').click()
    await page.getByLabel('Voucher code').fill('twenty-years')
    await page.getByRole('button', { name: 'Use it' }).click()
    await total(page, 'Your order', '£13.32')
  }

  async function seeDearerLoaf(page: Page): Promise<void> {
    await priced(await sizeOf(db, 'tannery-sourdough', 'Large, 900 g'), 460)
    await page.reload()
    await page.getByText('Up from £4.40 since you put it in.').waitFor()
    await total(page, 'Your order', '£13.68')
  }

  async function chooseDelivery(page: Page, scripts: boolean): Promise<void> {
    await page
      .getByRole('complementary', { name: 'Your order' })
      .getByRole('button', { name: 'Go to checkout' })
      .click()
    await page.getByRole('heading', { name: 'Checkout' }).waitFor()
    await page
      .getByLabel(/By cargo bike/)
      .first()
      .check()
    if (!scripts) await page.getByRole('button', { name: 'Show the new total' }).click()
    await page.getByLabel('Street and number').waitFor()
    await page.locator('.price-total', { hasText: '£17.18' }).waitFor()
  }

  async function leave(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Back to the basket' }).click()
    await page.getByRole('heading', { name: 'Your basket' }).waitFor()
    await total(page, 'Your order', '£13.68')
    await page.getByText('Your note').waitFor()
    expect(await page.getByText('You are at the checkout').count()).toBe(0)
  }

  async function pay(page: Page, email: string): Promise<void> {
    await page.getByLabel('Your name').fill('Nora Newcomer')
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Street and number').fill('4 Hill Row')
    await page.getByLabel('Postcode').fill('WN4 2QA')
    await page.getByLabel('Town').fill('Wendle')
    await page.getByRole('button', { name: 'Pay £17.18' }).click()
    await page.waitForURL((url) => url.origin !== running.origin)
    await page.getByRole('button', { name: 'Pay £17.18' }).click()
    await page.getByRole('link', { name: /back to/i }).click()
    await page.getByText('It is yours').waitFor()
  }

  async function readInvoice(page: Page): Promise<void> {
    const invoice = page.getByRole('link', { name: /^Invoice/ })
    await expect
      .poll(async () => (await page.reload()) && (await invoice.count()), { timeout: 120_000 })
      .toBe(1)
    const href = (await invoice.getAttribute('href')) ?? ''
    const { host } = new URL(running.origin)
    const paper = await running.cart.inject({ url: href, headers: { host } })
    expect(paper.headers['content-type']).toBe('application/pdf')
  }

  async function cancel(page: Page): Promise<void> {
    await page.getByText('Cancel the order').click()
    await page.getByRole('button', { name: 'Cancel it and return the money' }).click()
    await page.getByText('The money went back to you').waitFor()
    const [, orderId = ''] = /orders\/([^?/]+)/.exec(page.url()) ?? []
    const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
    expect(order).toMatchObject({ state: 'refunded', totalMinor: 1718 })
    const [refund] = await db.select().from(refunds).where(eq(refunds.orderId, orderId))
    expect(refund).toMatchObject({ amountMinor: 1718, method: 'provider' })
  }

  async function buyTheOtherHalf(page: Page): Promise<void> {
    await page
      .getByRole('complementary', { name: 'What Kiln Lane Potters sells' })
      .getByRole('button', { name: 'Go to checkout' })
      .click()
    await page.getByRole('heading', { name: 'Checkout' }).waitFor()
    await page.getByLabel('Your name').fill('Nora Newcomer')
    await page.getByLabel('E-mail address').fill('nora@rose-ash.example')
    await page.getByLabel('When I pick it up').check()
    await page.getByRole('button', { name: 'Place the order' }).click()
    await page.getByText('You pay £18.00 when you pick it up').waitFor()
  }

  it.each([
    ['with scripts', true],
    ['with scripts switched off', false],
  ])(
    'has it all in one basket, buys it of two merchants, and gives one back, %s',
    async (_name, scripts) => {
      const { page, context, complaints } = await newVisit(browser, { javaScriptEnabled: scripts })

      await fill(page)
      await sayWishes(page)
      await seeDearerLoaf(page)
      await look(page, 'basket', scripts)
      await chooseDelivery(page, scripts)
      await look(page, 'checkout', scripts)
      expect(await page.locator('[data-clock]').first().isVisible()).toBe(scripts)
      await leave(page)
      await chooseDelivery(page, scripts)
      // The voucher is good once for each person.
      await pay(page, `nora-${scripts ? 'with' : 'without'}@rose-ash.example`)
      await look(page, 'order', scripts)
      await readInvoice(page)
      await cancel(page)
      await look(page, 'order-returned', scripts)
      await page.getByRole('button', { name: 'Order again' }).click()
      await total(page, 'Your order', '£15.20')
      await buyTheOtherHalf(page)
      await look(page, 'order-at-pick-up', scripts)

      expect(complaints).toEqual([])
      await context.close()
    },
    180_000,
  )
})
