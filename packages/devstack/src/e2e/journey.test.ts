import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { appNames } from '@rose-ash/shared/config'
import { findChromium } from './find-chromium.ts'
import { linkIn, newestMail, openUntil } from './journey.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { startTestStack, type TestStack } from './start-test-stack.ts'

const chromium = findChromium()
if (!chromium) {
  process.stderr.write(
    'No Chromium on this machine (CHROMIUM names one): the journey is skipped.\n',
  )
}

describe.skipIf(!chromium)('a newcomer', () => {
  let stack: TestStack
  let browser: Browser

  beforeAll(async () => {
    stack = await startTestStack()
    browser = await openBrowser(chromium ?? '')
  })

  it.each([
    ['with scripts', true],
    ['with scripts switched off', false],
  ])(
    'reads, buys bread and a ticket, signs in, pays and signs out, %s',
    async (_name, scripts) => {
      const { context, page, complaints } = await newVisit(browser, { javaScriptEnabled: scripts })
      const email = `newcomer-${scripts ? 'with' : 'without'}@rose-ash.example`
      const check = scripts ? expectAccessible : async () => undefined

      await read(page, check)
      await fillBasket(page, check)
      await signIn(page, email, check)
      await pay(page, check)
      await seeAccount(page, check)
      await expectKnownEverywhere(page, email)
      await signOutEverywhere(page)
      await context.close()

      expect(complaints).toEqual([])
    },
    240_000,
  )

  async function read(page: Page, check: (page: Page) => Promise<void>): Promise<void> {
    await page.goto(stack.addresses.base)
    await check(page)
    await page.getByRole('link', { name: 'The oven is twenty, and so are we' }).first().click()
    await page.getByText('It came on the back of a lorry').waitFor()
    await check(page)
    await page.getByRole('link', { name: 'Joss Whitlock' }).click()
    await page.getByText('Bakes, mostly before dawn.').waitFor()
    await check(page)
    await page.getByRole('link', { name: 'archive' }).click()
    await page.getByRole('heading', { level: 1, name: 'Archive' }).waitFor()
    await check(page)
    await page.locator('main').getByRole('link', { name: /\d{4}/ }).first().click()
    await page.getByRole('link', { name: 'The oven is twenty, and so are we' }).waitFor()
    await check(page)
    await openUntil(`${stack.addresses.apps.blog}/hearth-and-rye`, [
      page.getByRole('heading', { name: 'The bread shelf' }),
      page.getByRole('heading', { name: 'At the oven' }),
    ])
    await check(page)
  }

  async function fillBasket(page: Page, check: (page: Page) => Promise<void>): Promise<void> {
    await page.getByRole('link', { name: 'Tannery sourdough' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Tannery sourdough' }).waitFor()
    await check(page)
    await page.getByLabel(/Large, 900 g/).check()
    await page.getByRole('button', { name: 'Add to basket' }).click()
    await expectCount(page, 1)
    await page.goto(`${stack.addresses.apps.events}/calendars/at-the-oven`)
    await check(page)
    await page.goto(stack.addresses.apps.events)
    await check(page)
    await page.getByRole('link', { name: 'The long table supper' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'The long table supper' }).waitFor()
    await check(page)
    await page.getByRole('button', { name: 'Add to basket' }).click()
    await expectCount(page, 2)
    await page.goto(stack.addresses.apps.cart)
    await page.getByText('£22.40').first().waitFor()
    await check(page)
  }

  async function signIn(
    page: Page,
    email: string,
    check: (page: Page) => Promise<void>,
  ): Promise<void> {
    await page.getByRole('link', { name: 'Sign in' }).first().click()
    await check(page)
    await page.getByLabel('E-mail address').fill(email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
    await check(page)
    await page.goto(linkIn(await newestMail(stack, email, /sign in/i)))
    await check(page)
    await page.getByRole('button', { name: `Sign in as ${email}` }).click()
    await page.getByRole('heading', { name: 'Your basket' }).waitFor()
    await page.getByText('£22.40').first().waitFor()
  }

  async function pay(page: Page, check: (page: Page) => Promise<void>): Promise<void> {
    await page.getByRole('button', { name: 'Go to checkout' }).click()
    await page.getByRole('heading', { name: 'Checkout' }).waitFor()
    await check(page)
    await page.getByLabel('Your name').fill('Nora Newcomer')
    await page.getByRole('button', { name: 'Pay £22.40' }).click()
    await page.waitForURL(`${stack.addresses.sumup}/**`)
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByRole('link', { name: /back to/i }).click()
    await page.getByText('It is yours').waitFor()
    await check(page)
  }

  async function seeAccount(page: Page, check: (page: Page) => Promise<void>): Promise<void> {
    await page.goto(stack.addresses.apps.account)
    await page.getByRole('img', { name: 'QR code of this ticket' }).first().waitFor()
    await page.getByText('The long table supper').first().waitFor()
    await page
      .getByText(/Order 10\d\d/)
      .first()
      .waitFor()
    await check(page)
  }

  async function expectKnownEverywhere(page: Page, email: string): Promise<void> {
    for (const app of appNames) {
      const menu = page.locator(`[aria-label="Account of ${email}"]`)
      await openUntil(stack.addresses.apps[app], [menu])
    }
    const receipt = await newestMail(stack, email, /your order/i)
    expect(receipt.text).toContain('£22.40')
    expect(receipt.text).toContain('Tannery sourdough')
  }

  async function signOutEverywhere(page: Page): Promise<void> {
    await page.goto(stack.addresses.apps.account)
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    for (const app of appNames.filter((name) => name !== 'account')) {
      await openUntil(stack.addresses.apps[app], [page.getByRole('link', { name: 'Sign in' })])
    }
  }

  /** The basket in the frame, on the page where it was filled and after loading it again. */
  async function expectCount(page: Page, count: number): Promise<void> {
    await page
      .locator('[data-basket-count]', { hasText: String(count) })
      .first()
      .waitFor()
    await page.reload()
    await page
      .locator('[data-basket-count]', { hasText: String(count) })
      .first()
      .waitFor()
  }
})
