import { randomUUID } from 'node:crypto'
import type { Browser, Page } from './browser.ts'
import { origins, type Stack } from './start-stack.ts'

export const someEmail = (): string => `${randomUUID().slice(0, 8)}@rose-ash.example`

/** Goes to the sign-in form by way of a page that needs one, and asks for a mail. */
export async function askMail(stack: Stack, browser: Browser, email = someEmail()) {
  const form = await browser.open(`${origins.blog}/mine`)
  const uid = form.url.split('/').at(-1) ?? ''
  const sent = await browser.submit(`/sign-in/${uid}/mails`, { email })
  return { uid, email, sent, ...(await stack.mailTo(email)) }
}

/** Signs in at the blog. Answers the page that the person ends at. */
export async function signIn(stack: Stack, browser: Browser, email?: string): Promise<Page> {
  const { link } = await askMail(stack, browser, email)
  await browser.open(link)
  return browser.submit(link)
}

/** What an app says of the viewer of a page. */
export async function viewerAt(browser: Browser, origin: string): Promise<string> {
  const { text } = await browser.open(`${origin}/loaves`)
  const { kind }: { kind: string } = JSON.parse(text)
  return kind
}
