import type { Page } from 'playwright-core'
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
      { timeout: 15_000 },
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

/** Puts the first thing that a page offers into the basket, without waiting for where that leads. */
export async function addToBasket(page: Page, choice?: string): Promise<void> {
  if (choice) await page.getByLabel(choice).first().check()
  await page.getByRole('button', { name: /^Add/ }).first().click()
}

/** Signs in by the mailed link, from wherever the page is. */
export async function signInByMail(stack: Stack, page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in' }).first().click()
  await page.getByLabel(/e-mail/i).fill(email)
  await page
    .getByRole('button', { name: /link|sign in|continue|send/i })
    .first()
    .click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  const mail = await newestMail(stack, email, /sign in/i)
  await page.goto(linkIn(mail))
  await page.getByRole('button', { name: /sign in/i }).click()
}
