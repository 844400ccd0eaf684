import { eq } from 'drizzle-orm'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { findChromium } from './find-chromium.ts'
import { linkIn, newestMail } from './journey.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { startTestStack, type TestStack } from './start-test-stack.ts'

const chromium = findChromium()
const admin = 'admin@rose-ash.example'

describe.skipIf(!chromium)('an editor in a browser', () => {
  let stack: TestStack
  let browser: Browser
  let context: BrowserContext
  let complaints: string[]

  beforeAll(async () => {
    stack = await startTestStack()
    browser = await openBrowser(chromium ?? '')
    ;({ context, complaints } = await newVisit(browser))
  }, 180_000)

  afterAll(async () => {
    await browser.close()
    await stack.stop()
  })

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel('E-mail address').fill(admin)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
    await page.goto(linkIn(await newestMail(stack, admin, /sign in/i)))
    await page.getByRole('button', { name: `Sign in as ${admin}` }).click()
    await page.getByRole('heading', { level: 1, name: 'Posts' }).waitFor()
  }

  /** The desk in a new tab, signed in. */
  async function atTheDesk(): Promise<Page> {
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
    await page.goto(`${stack.addresses.apps.blog}/posts`)
    if (await page.getByLabel('E-mail address').isVisible()) await signIn(page)
    return page
  }

  const kept = (page: Page) => page.getByText(/^Kept at/).waitFor()

  it('writes a post that survives a closed tab, publishes it and finds every version of it', async () => {
    const page = await atTheDesk()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'New post' }).click()
    await page.locator('[data-editor] [contenteditable=true]').first().waitFor()
    await page.getByLabel('Title', { exact: true }).fill('A loaf of one’s own')
    await page.locator('[data-editor] [contenteditable=true]').first().click()
    await page.keyboard.type('Flour, water & patience.')
    await kept(page)
    const address = page.url()
    await page.close()

    const again = await atTheDesk()
    await again.goto(address)
    await again.getByText('Flour, water & patience.').waitFor()
    await again.getByText('These words are yours alone').waitFor()
    await again.getByLabel('Topics').fill('Bread, At home')
    await kept(again)
    await again.getByRole('button', { name: 'Publish' }).click()

    await again.getByRole('heading', { level: 1, name: 'A loaf of one’s own' }).waitFor()
    await again.getByText('Flour, water & patience.').waitFor()
    await again.getByRole('link', { name: 'Bread', exact: true }).waitFor()
    await expectAccessible(again)
    await again.goto(address)
    await again.getByRole('link', { name: 'All earlier versions' }).click()
    await again.getByRole('link', { name: 'Version 1' }).click()
    await again.getByText('Flour, water & patience.').waitFor()
    await expectAccessible(again)
    expect(complaints).toEqual([])
  }, 240_000)

  it('who saves second is shown both versions, and chooses', async () => {
    const page = await atTheDesk()
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: 'New post' }).click()
    await page.locator('[data-editor] [contenteditable=true]').first().waitFor()
    const address = page.url()
    await page.getByLabel('Title', { exact: true }).fill('Mine')
    await kept(page)
    const { db, close } = openDatabase({
      url: stack.databaseUrl,
      size: 1,
      onError: () => undefined,
    })
    const id = address.split('/').at(-2) ?? ''
    await db.update(posts).set({ version: 2, title: 'Theirs' }).where(eq(posts.id, id))

    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('heading', { name: 'Two versions of “Theirs”' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Save mine' }).click()
    await page.locator('[data-editor] [contenteditable=true]').first().waitFor()

    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Mine')
    const [saved] = await db.select({ title: posts.title }).from(posts).where(eq(posts.id, id))
    expect(saved?.title).toBe('Mine')
    await close()
  }, 240_000)
})
