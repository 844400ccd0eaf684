import AxeBuilder from '@axe-core/playwright'
import { atEnd } from '@rose-ash/shared/testing'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

/**
 * Starts headless Chromium, without the background traffic that a closed network makes it wait for; it
 * ends with the test file.
 */
export async function openBrowser(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  atEnd(() => browser.close())
  return browser
}

export interface Visit {
  context: BrowserContext
  page: Page
  /** What went wrong in the browser: script errors, refused content, failed loads. */
  complaints: string[]
}

interface VisitOptions {
  javaScriptEnabled?: boolean
  viewport?: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
}

/** A new visitor with an empty cookie jar. */
export async function newVisit(browser: Browser, options: VisitOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' })
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`)
  })
  return { context, page, complaints }
}

/** @throws an assertion error that lists what axe (WCAG 2.2 AA) finds on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  // Further down the bar stands before what is just scrolled behind it, which axe takes for obscured.
  await page.evaluate('scrollTo(0, 0)')
  const { violations } = await new AxeBuilder({ page })
    // A quarter of the time: no page of its own to put the frames' results together (ours have no
    // frames of strangers), and nothing kept of what is as it should be.
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ url: page.url(), id, help, html, failureSummary })),
  )
  expect(found).toEqual([])
}

/** Usable by everybody, and nothing stands out at the side, on a phone by night and a desk by day. */
export async function expectUsable(page: Page, name = nameOf(page)): Promise<void> {
  for (const [width, colorScheme] of [
    [360, 'dark'],
    [1280, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    // Colours change over a moment, in which nobody reads.
    await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))')
    await expectAccessible(page)
    expect(await page.evaluate(`document.documentElement.scrollWidth`)).toBe(width)
    const folder = process.env['SCREENSHOTS']
    if (folder) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
}

const nameOf = (page: Page): string =>
  new URL(page.url()).pathname.replaceAll(/[\da-f-]{36}|\W+/g, '-').slice(0, 60)
