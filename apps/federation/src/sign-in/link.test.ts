import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { signInMails } from '@rose-ash/shared/db/models/federation'
import { untilTheyWait } from '@rose-ash/shared/testing'
import { askMail, signIn, someEmail, viewerAt } from '../testing/sign-in.ts'
import { origins, startStack } from '../testing/start-stack.ts'

const stack = await startStack()
const { federation, blog, market } = origins

describe('the mailed link', () => {
  it('brings the person back to where they were, and every app knows them without a click', async () => {
    const browser = stack.browser()
    const { email, link, sent } = await askMail(stack, browser)
    expect(sent.text).toContain(email)

    const confirm = await browser.open(link)
    expect([confirm.status, confirm.text.includes(`Sign in as ${email}`)]).toEqual([200, true])
    const arrived = await browser.submit(link)

    expect(arrived.url).toBe(`${blog}/mine`)
    expect(JSON.parse(arrived.text)).toMatchObject({ email, name: null })
    expect(await viewerAt(browser, market)).toBe('member')
    for (const app of ['blog', 'market']) {
      expect(browser.cookie(`${app}.rose-ash.localhost`, '__Host-session')).toBeDefined()
    }
    expect(browser.cookie('events.rose-ash.localhost', '__Host-session')).toBeUndefined()
  })

  it('works in a browser that asked for nothing, and leaves the one that did a stranger', async () => {
    const [desk, phone] = [stack.browser(), stack.browser()]
    const { link, email } = await askMail(stack, desk)

    await phone.open(link)
    const arrived = await phone.submit(link)

    expect(arrived.url).toBe(`${blog}/mine`)
    expect(JSON.parse(arrived.text)).toMatchObject({ email })
    expect(await viewerAt(desk, blog)).toBe('anonymous')
  })

  it('signs nobody in by being looked at, however often', async () => {
    const [browser, scanner] = [stack.browser(), stack.browser()]
    const { link } = await askMail(stack, browser)

    await scanner.open(link)
    await scanner.open(link)

    expect(scanner.cookieNames).toEqual([])
    expect(await viewerAt(scanner, blog)).toBe('anonymous')
    expect((await browser.submit(link)).url).toBe(`${blog}/mine`)
  })

  it('works once, and takes its code and the other mails with it', async () => {
    const [browser, thief] = [stack.browser(), stack.browser()]
    const first = await askMail(stack, thief, someEmail())
    const second = await askMail(stack, browser, first.email)
    await stack.browser().submit(second.link)

    const replayed = await thief.submit(second.link)
    const looked = await thief.open(second.link)
    const older = await thief.submit(first.link)
    const code = await browser.submit(`/sign-in/${second.uid}/code`, { code: second.code })

    expect([replayed, looked, older, code].map(({ status }) => status)).toEqual([
      410, 410, 410, 410,
    ])
    expect(replayed.text).toContain(`${origins.account}/auth/login`)
    expect(await viewerAt(thief, blog)).toBe('anonymous')
  })

  it('works for one of two who press at once', async () => {
    const { link } = await askMail(stack, stack.browser())

    const pages = await Promise.all([1, 2, 3].map(() => stack.browser().submit(link)))

    expect(pages.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410, 410])
  })

  it('never waits in a circle with an earlier one that is used at the same moment', async () => {
    const first = await askMail(stack, stack.browser())
    const { link } = await askMail(stack, stack.browser(), first.email)
    const [older, newer] = await stack.db
      .select({ id: signInMails.id })
      .from(signInMails)
      .where(eq(signInMails.email, first.email))
      .orderBy(signInMails.id)

    const { arriving } = await stack.db.transaction(async (tx) => {
      const lock = (id: string | undefined) =>
        tx.execute(sql`select from federation.sign_in_mails where id = ${id} for update nowait`)
      await lock(older?.id)
      const arriving = stack.browser().submit(link)
      await untilTheyWait(stack.db)
      await lock(newer?.id)
      return { arriving }
    })

    expect((await arriving).url).toBe(`${blog}/mine`)
  })

  it('is refused when it is too old or made up', async () => {
    const browser = stack.browser()
    const { link, code, uid, email } = await askMail(stack, browser)
    await stack.db
      .update(signInMails)
      .set({ expiresAt: sql`now()` })
      .where(eq(signInMails.email, email))

    const answers = [
      await browser.submit(`/sign-in/${uid}/code`, { code }),
      await browser.open(link),
      await browser.submit(link),
      await browser.submit(`${federation}/sign-in/links/made-up`),
    ]

    expect(answers.map(({ status }) => status)).toEqual([410, 410, 410, 410])
    expect(await viewerAt(browser, blog)).toBe('anonymous')
  })

  it('signs the person in who owns it, whoever was signed in before, and them out everywhere', async () => {
    const browser = stack.browser()
    await signIn(stack, browser)
    await viewerAt(browser, market)
    const hint = browser.cookie('blog.rose-ash.localhost', 'sso')
    const { link, email } = await askMail(stack, stack.browser())

    await browser.open(link)
    const arrived = await browser.submit(link)

    expect(JSON.parse(arrived.text)).toMatchObject({ email })
    expect(browser.cookie('blog.rose-ash.localhost', 'sso')).not.toBe(hint)
    const atMarket = await browser.open(`${market}/mine`)
    expect(JSON.parse(atMarket.text)).toMatchObject({ email })
  })
})
