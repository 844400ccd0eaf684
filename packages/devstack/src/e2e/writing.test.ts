import { eq } from 'drizzle-orm'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { appNames } from '@rose-ash/shared/config'
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
    await expectAccessible(page)
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
  })

  it('keeps what is typed without a connection, through a closed tab, and brings it back', async () => {
    const page = await atTheDesk()
    await page.getByRole('button', { name: 'New post' }).click()
    await page.locator('[data-editor] [contenteditable=true]').first().waitFor()
    await page.getByLabel('Title', { exact: true }).fill('Before the storm')
    await kept(page)
    const address = page.url()
    await context.setOffline(true)
    await page.locator('[data-editor] [contenteditable=true]').first().click()
    await page.keyboard.type('Typed while the line was down.')
    await page.getByText('Your words are kept in this browser. There is no connection.').waitFor()
    await page.close()
    await context.setOffline(false)

    const again = await atTheDesk()
    await again.goto(address)
    await again.getByText('This browser kept words that never arrived here').waitFor()
    expect(await again.getByText('Typed while the line was down.').count()).toBe(0)
    await again.getByRole('button', { name: 'Take them back' }).click()
    await again.getByText('Typed while the line was down.').waitFor()
    await again.getByRole('button', { name: 'Publish' }).click()

    await again.getByRole('heading', { level: 1, name: 'Before the storm' }).waitFor()
    await again.getByText('Typed while the line was down.').waitFor()
    expect(complaints).toEqual([])
  })

  it('keeps its settings without script, where the text stays as it was saved', async () => {
    const { cookies } = await context.storageState()
    const plain = await newVisit(browser, { javaScriptEnabled: false })
    await plain.context.addCookies(cookies)
    const { page } = plain
    await page.goto(`${stack.addresses.apps.blog}/posts`)
    await page.getByRole('link', { name: 'A loaf of one’s own' }).first().click()
    await page.getByLabel('Topics').waitFor()
    expect(await page.locator('noscript').textContent()).toContain('The text needs a script')
    await page.getByLabel('Title', { exact: true }).fill('A loaf for everybody')
    await page.getByLabel('Topics').fill('Bread, Company')
    await page.getByRole('button', { name: 'Update' }).click()

    await page.goto(`${stack.addresses.apps.blog}/a-loaf-of-ones-own`)
    await page.getByRole('heading', { level: 1, name: 'A loaf for everybody' }).waitFor()
    await page.getByText('Flour, water & patience.').waitFor()
    await page.getByRole('link', { name: 'Company', exact: true }).waitFor()
    for (const place of ['topics', 'navigation', 'media', 'newsletters', 'people', 'ghost']) {
      await page.goto(`${stack.addresses.apps.blog}/${place}`)
      await page.getByRole('navigation', { name: 'Back office' }).waitFor()
    }
    expect(plain.complaints).toEqual([])
    await plain.context.close()
  })

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

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('heading', { name: 'Two versions of “Theirs”' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Save mine' }).click()
    await page.locator('[data-editor] [contenteditable=true]').first().waitFor()

    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Mine')
    const [saved] = await db.select({ title: posts.title }).from(posts).where(eq(posts.id, id))
    expect(saved?.title).toBe('Mine')
    await close()
  })

  it('finds a story by words and topics', async () => {
    const page = await atTheDesk()
    const { blog } = stack.addresses.apps
    await page.goto(`${blog}/search?q=lorry`)
    await page.getByRole('link', { name: 'The oven is twenty, and so are we' }).waitFor()
    await expectAccessible(page)
    await page.getByLabel('What are you looking for?').fill('leeks')
    await page.getByRole('link', { name: 'Why we leave the leeks out in the frost' }).waitFor()
    await page.goto(`${blog}/tags`)
    await page.getByRole('heading', { level: 1, name: 'Topics' }).waitFor()
    await expectAccessible(page)

    expect(complaints).toEqual([])
  })

  it('moves an item of the menu with its arrows, which all six apps show before their copies are stale', async () => {
    const page = await atTheDesk()
    const tabs = await Promise.all(
      appNames.map(async (app) => [app, await context.newPage()] as const),
    )
    const firstItems = () =>
      Promise.all(
        tabs.map(async ([app, tab]) => {
          await tab.goto(stack.addresses.apps[app])
          return [app, await tab.locator('header .nav > li > a').first().textContent()]
        }),
      )
    const everywhere = (label: string) => appNames.map((app) => [app, label])
    await page.goto(`${stack.addresses.apps.blog}/navigation`)
    await expectAccessible(page)
    await expect.poll(firstItems, { timeout: 120_000 }).toEqual(everywhere('Stories'))

    const answered = page.waitForResponse((one) => one.request().method() === 'POST')
    await page.getByRole('button', { name: 'Up: “Market”' }).press('Enter')
    await answered
    await expect.poll(firstItems, { timeout: 20_000 }).toEqual(everywhere('Market'))
    await page.getByRole('button', { name: 'Down: “Market”' }).waitFor()
    expect(await page.locator('.nav-tree > li').first().textContent()).toContain('Market')
    for (const [, tab] of tabs) await tab.close()
    expect(complaints).toEqual([])
  })

  it.each([
    '/posts',
    '/bin',
    '/people',
    '/topics',
    '/writers',
    '/newsletters',
    '/media',
    '/ghost',
    '/navigation',
  ])('finds %s usable by everybody, on a phone and on a desk', async (path) => {
    const page = await atTheDesk()
    await page.goto(stack.addresses.apps.blog + path)
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await expectAccessible(page)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    }
    await page.close()
    expect(complaints).toEqual([])
  })
})
