import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from './find-chromium.ts'
import { linkIn, newestMail } from './journey.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { startTestStack, type TestStack } from './start-test-stack.ts'

const chromium = findChromium()
const story = 'the-oven-is-twenty'
const looks = [
  { width: 360, height: 800, colorScheme: 'dark' },
  { width: 1280, height: 900, colorScheme: 'light' },
] as const

/** Until all colours are those of the scheme that was chosen last. */
const colours = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)))
  .then(() => undefined)`

describe.skipIf(!chromium)('a conversation below a story, in a browser', () => {
  let stack: TestStack
  let browser: Browser

  beforeAll(async () => {
    stack = await startTestStack()
    browser = await openBrowser(chromium ?? '')
  })

  const at = (path: string) => stack.addresses.apps.blog + path

  /** From a button that says so to the page that it was on. */
  async function signIn(page: Page, email: string): Promise<void> {
    await page.getByLabel('E-mail address').fill(email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
    await page.goto(linkIn(await newestMail(stack, email, /sign in/i)))
    await page.getByRole('button', { name: `Sign in as ${email}` }).click()
  }

  /** Usable by everybody on a phone in the dark and at a desk in the light; to see that takes a script. */
  async function expectUsable(page: Page, scripts = true): Promise<void> {
    if (!scripts) return
    for (const { colorScheme, ...size } of looks) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      await page.evaluate(colours)
      await expectAccessible(page)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width)
    }
  }

  const comment = (page: Page, words: string) =>
    page.getByRole('article').filter({ hasText: words }).last()

  it.each([
    ['without script', false],
    ['with script', true],
  ])('is written, answered, changed and taken back %s', async (how, javaScriptEnabled) => {
    const { page, context, complaints } = await newVisit(browser, { javaScriptEnabled })
    await page.goto(at(`/${story}`))
    await page.getByText('I was one of the twelve').waitFor()
    await expectUsable(page, javaScriptEnabled)
    await page.getByRole('link', { name: 'Sign in to write' }).click()
    await signIn(page, `reader-${javaScriptEnabled}@rose-ash.example`)
    await page.getByRole('heading', { level: 1, name: /^Comments on/ }).waitFor()

    await page
      .getByLabel('What do you say?')
      .fill(`Soup for me ${how}.\n\nhttps://example.org/soup`)
    await page.getByRole('button', { name: 'Say it' }).click()
    await comment(page, `Soup for me ${how}.`).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/${story}`)
    expect(
      await page.getByRole('link', { name: 'https://example.org/soup' }).last().getAttribute('rel'),
    ).toBe('nofollow ugc noopener')
    await expectUsable(page, javaScriptEnabled)
    await comment(page, 'I was one of the twelve').getByRole('link', { name: 'Reply' }).click()
    await page.getByLabel('Your reply to Rosa Bell').fill(`With croutons ${how}.`)
    await expectUsable(page, javaScriptEnabled)
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    await comment(page, `With croutons ${how}.`).getByRole('link', { name: 'Change' }).click()
    await page.getByLabel('Your comment').fill(`Without croutons ${how}.`)
    await expectUsable(page, javaScriptEnabled)
    await page.getByRole('button', { name: 'Save' }).click()
    await comment(page, `Without croutons ${how}.`).getByText('changed since').waitFor()
    await comment(page, `Without croutons ${how}.`)
      .getByRole('button', { name: 'Take back' })
      .click()
    await page.getByText('You took this back; nobody else sees it.').waitFor()
    await expectUsable(page, javaScriptEnabled)
    const { page: strangers, context: other } = await newVisit(browser, { javaScriptEnabled })
    await strangers.goto(at(`/${story}`))
    await strangers.getByText(`Soup for me ${how}.`).waitFor()
    expect(await strangers.getByText(`Without croutons ${how}.`).count()).toBe(0)
    await other.close()
    await page.getByRole('button', { name: 'Put it back' }).click()
    await comment(page, `Without croutons ${how}.`)
      .getByRole('button', { name: 'Take back' })
      .waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('is looked after by editors: hidden with a reason, and shown again, there and at the desk', async () => {
    const { page, context, complaints } = await newVisit(browser)
    await page.goto(at('/comments'))
    await signIn(page, 'admin@rose-ash.example')
    await page.getByRole('heading', { level: 1, name: 'Comments' }).waitFor()
    await expectUsable(page)
    await page.goto(at(`/${story}`))
    const brick = comment(page, 'I was one of the twelve')
    await brick.locator('summary').click()
    await brick.getByLabel('Why, for who wrote it').fill('A brick is no loaf.')
    await expectUsable(page)
    await brick.getByRole('button', { name: 'Hide it' }).click()
    await comment(page, 'Hidden from readers.').getByText('A brick is no loaf.').waitFor()
    await expectUsable(page)
    const { page: strangers, context: other } = await newVisit(browser)
    await strangers.goto(at(`/${story}`))
    await strangers.getByText('A comment was hidden.').waitFor()
    expect(await strangers.getByText('I was one of the twelve').count()).toBe(0)

    await page.goto(at('/comments'))
    const row = page.getByRole('listitem').filter({ hasText: 'I was one of the twelve' })
    await row.getByText('A brick is no loaf.').waitFor()
    await row.getByRole('button', { name: 'Show it again' }).click()
    await row.getByRole('button', { name: 'Hide' }).waitFor()
    await strangers.reload()
    await strangers.getByText('I was one of the twelve').waitFor()
    await other.close()

    await page.goto(at('/posts'))
    await page.getByRole('link', { name: 'Why we leave the leeks out in the frost' }).click()
    await page.getByLabel('People can comment').uncheck()
    await page.getByRole('button', { name: 'Update' }).click()
    await page.goto(at('/leeks-in-the-frost'))
    await page.getByText('The conversation is closed. What was said stays.').waitFor()
    expect(await page.getByLabel('What do you say?').count()).toBe(0)
    await expectUsable(page)
    expect(complaints).toEqual([])
    await context.close()
  })
})
