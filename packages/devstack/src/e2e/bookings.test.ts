import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from './find-chromium.ts'
import { linkIn, newestMail, openUntil } from './journey.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { startTestStack, type TestStack } from './start-test-stack.ts'

const chromium = findChromium()
const admin = 'admin@rose-ash.example'

describe.skipIf(!chromium)('the bread oven, in a browser', () => {
  let stack: TestStack
  let browser: Browser

  beforeAll(async () => {
    stack = await startTestStack()
    browser = await openBrowser(chromium ?? '')
  })

  it.each([
    ['with scripts', true, '18:00', '20:00'],
    ['with scripts switched off', false, '16:00', '18:00'],
  ])(
    'is booked by a guest, who signs in, pays and finds it in their account, %s',
    async (_name, scripts, from, until) => {
      const { context, page, complaints } = await newVisit(browser, { javaScriptEnabled: scripts })
      const email = `baker-${scripts ? 'with' : 'without'}@rose-ash.example`

      await openUntil(`${stack.addresses.apps.blog}/hearth-and-rye`, [
        page.getByRole('heading', { name: 'To book' }),
      ])
      await look(page, 'page-with-oven', scripts)
      await page.goto(`${stack.addresses.apps.events}/resources`)
      await look(page, 'to-book', scripts)
      await page.getByRole('link', { name: 'The bread oven' }).first().click()
      await page.getByRole('heading', { level: 1, name: 'The bread oven' }).waitFor()
      await page.getByRole('link', { name: 'The week after' }).click()
      await look(page, 'oven', scripts)
      await page.getByRole('button', { name: new RegExp(`^Book for Thursday .*, ${from}`) }).click()
      if (scripts) await page.getByText('In your basket').waitFor()
      await signIn(page, `${stack.addresses.apps.cart}/`, email)
      await page.getByRole('heading', { name: 'Your basket' }).waitFor()
      await page.getByText(new RegExp(`^Thu .*${from}–${until}`)).waitFor()
      await pay(page)
      await page.getByRole('heading', { name: 'Your bookings' }).waitFor()
      await look(page, 'order-of-oven', scripts)
      await page.getByRole('link', { name: 'The bread oven' }).first().click()
      await page.getByText('It is for one place.').waitFor()
      await look(page, 'booking', scripts)
      await page.goto(stack.addresses.apps.account)
      await page.getByRole('heading', { level: 3, name: 'The bread oven' }).waitFor()

      const receipt = await newestMail(stack, email, /your order/i)
      expect(receipt.text).toContain('Your bookings')
      expect(complaints).toEqual([])
      await context.close()
    },
    240_000,
  )

  it('is laid out and taken off at the desk, and what is booked stays', async () => {
    const { context, page, complaints } = await newVisit(browser)
    await signIn(page, `${stack.addresses.apps.events}/desk`, admin)
    await page.getByRole('heading', { level: 1, name: 'What you lend' }).waitFor()
    await look(page, 'lending', true)
    await page.getByRole('link', { name: 'The bread oven' }).click()
    await page.getByRole('button', { name: 'Lay them out' }).click()
    await page.getByText('would be in the way of slots that are there').waitFor()
    await look(page, 'slots', true)
    await page.getByRole('link', { name: 'The week after' }).click()
    await page.getByText('Nora Newcomer').first().waitFor()
    await page.getByLabel('To the day').last().fill('2099-12-31')
    await page.getByRole('button', { name: 'Take the free ones off' }).click()
    await page.getByText('These stay:').waitFor()
    await page.getByRole('link', { name: 'Bookings' }).click()
    await page.getByText('Nora Newcomer').first().waitFor()
    await look(page, 'bookings', true)
    await page.getByRole('link', { name: 'Settings' }).click()
    await look(page, 'lending-settings', true)

    expect(complaints).toEqual([])
    await context.close()
  })

  async function signIn(page: Page, url: string, email: string): Promise<void> {
    await page.goto(url)
    const link = page.getByRole('link', { name: 'Sign in' }).first()
    if (await page.getByLabel('E-mail address').isHidden()) await link.click()
    await page.getByLabel('E-mail address').fill(email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
    await page.goto(linkIn(await newestMail(stack, email, /sign in/i)))
    await page.getByRole('button', { name: `Sign in as ${email}` }).click()
    await page.waitForURL(`${new URL(url).origin}/**`)
  }

  /** Members pay less. */
  async function pay(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Go to checkout' }).click()
    await page.getByRole('heading', { name: 'Checkout' }).waitFor()
    await page.getByLabel('Your name').fill('Nora Newcomer')
    await page.getByRole('button', { name: 'Pay £9.00' }).click()
    await page.waitForURL(`${stack.addresses.sumup}/**`)
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByRole('link', { name: /back to/i }).click()
    await page.getByText('It is yours').waitFor()
  }

  /** Nothing stands out at the side, and with scripts, which axe needs, it is usable by everybody. */
  async function look(page: Page, name: string, scripts: boolean): Promise<void> {
    if (!scripts) return
    for (const [width, colorScheme] of [
      [390, 'dark'],
      [390, 'light'],
      [1280, 'dark'],
      [1280, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.evaluate('scrollTo(0, 0)')
      await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))')
      const folder = process.env['SCREENSHOTS']
      const path = `${folder}/${name}-${width}-${colorScheme}.png`
      if (folder) await page.screenshot({ path, fullPage: true })
      await expectAccessible(page)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    }
  }
})
