import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { CaughtMail } from '../mail/mail-catcher.ts'
import type { Stack } from '../stack/start-stack.ts'

/** Opens the newest mail to an address that has come since, waiting for it. */
export async function newestMail(stack: Stack, to: string, subject: RegExp): Promise<CaughtMail> {
  let mail: CaughtMail | undefined
  await expect
    .poll(
      () => {
        mail = stack.messages.find((one) => one.to.includes(to) && subject.test(one.subject))
        return mail !== undefined
      },
      { timeout: 120_000 },
    )
    .toBe(true)
  if (!mail) throw new Error('polled until it was there')
  return mail
}

/** The first link in a mail. */
export function linkIn({ text }: CaughtMail): string {
  const [link] = /https?:\/\/\S+/.exec(text) ?? []
  if (!link) throw new Error(`no link in: ${text}`)
  return link
}

/**
 * Opens a page, and again while it lacks something: on a busy machine a fragment may come later than
 * a page waits for it, and is there when the page is loaded again.
 */
export async function openUntil(url: string, wanted: [Locator, ...Locator[]]): Promise<void> {
  const page = wanted[0].page()
  await expect
    .poll(
      async () => {
        await page.goto(url)
        return Promise.all(wanted.map((one) => one.first().isVisible()))
      },
      { timeout: 120_000, interval: 500 },
    )
    .toEqual(wanted.map(() => true))
}
