import { and, eq, ne } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { signInMails } from '@rose-ash/shared/db/models/federation'
import { askMail, viewerAt } from '../testing/sign-in.ts'
import { origins, startStack } from '../testing/start-stack.ts'

const stack = await startStack()
const { federation, blog } = origins

describe('the code', () => {
  it('signs in where it was asked for', async () => {
    const browser = stack.browser()
    const { uid, code, email } = await askMail(stack, browser)

    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
    const arrived = await browser.submit(`/sign-in/${uid}/code`, { code: spaced })

    expect(arrived.url).toBe(`${blog}/mine`)
    expect(JSON.parse(arrived.text)).toMatchObject({ email })
  })

  it('is worth nothing in any other browser', async () => {
    const thief = stack.browser()
    const mine = await askMail(stack, thief)
    const { uid, code } = await askMail(stack, stack.browser())

    const stolen = await thief.submit(`${federation}/sign-in/${uid}/code`, { code })
    const misplaced = await thief.submit(`${federation}/sign-in/${mine.uid}/code`, { code })

    expect([stolen.status, misplaced.status]).toEqual([410, 400])
    expect(await viewerAt(thief, blog)).toBe('anonymous')
  })

  it('is dead after five wrong ones; the link still works', async () => {
    const browser = stack.browser()
    const { uid, code, link } = await askMail(stack, browser)
    const wrong = code === '123456' ? '654321' : '123456'

    const tries = []
    for (let i = 0; i < 5; i += 1) {
      tries.push(await browser.submit(`/sign-in/${uid}/code`, { code: wrong }))
    }
    const right = await browser.submit(`/sign-in/${uid}/code`, { code })

    expect(tries.map(({ status }) => status)).toEqual([400, 400, 400, 400, 410])
    expect(tries[0]?.text).toContain('This is not the code')
    expect(right.status).toBe(410)
    expect((await browser.submit(link)).url).toBe(`${blog}/mine`)
  })

  it('is dead for an address that somebody tries to guess one of; links still work', async () => {
    const browser = stack.browser()
    const { uid, code, link, email } = await askMail(stack, browser)
    for (let i = 0; i < 4; i += 1) await askMail(stack, stack.browser(), email)
    await stack.db
      .update(signInMails)
      .set({ wrongCodes: 5 })
      .where(and(eq(signInMails.email, email), ne(signInMails.interactionUid, uid)))

    const right = await browser.submit(`/sign-in/${uid}/code`, { code })

    expect(right.status).toBe(410)
    expect((await browser.submit(link)).url).toBe(`${blog}/mine`)
  })

  it('has no more than five tries when they come all at once', async () => {
    const browser = stack.browser()
    const { uid, code, email } = await askMail(stack, browser)
    const wrong = code === '123456' ? '654321' : '123456'

    await Promise.all(
      Array.from({ length: 12 }, () => browser.submit(`/sign-in/${uid}/code`, { code: wrong })),
    )

    const [mail] = await stack.db.select().from(signInMails).where(eq(signInMails.email, email))
    expect(mail?.wrongCodes).toBe(5)
  })
})
