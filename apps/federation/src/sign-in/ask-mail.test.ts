import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { people, roles } from '@rose-ash/shared/db/models/account'
import { signInMails } from '@rose-ash/shared/db/models/federation'
import { askMail, signIn, someEmail } from '../testing/sign-in.ts'
import { origins, startStack } from '../testing/start-stack.ts'

const stack = await startStack()
const { blog } = origins

describe('asking for a mail', () => {
  it('is answered the same whether there is an account or not', async () => {
    const known = stack.browser()
    const member = await askMail(stack, known)
    await known.submit(member.link)

    const forMember = await askMail(stack, stack.browser(), member.email)
    const forStranger = await askMail(stack, stack.browser())

    const plain = ({ sent, email, uid }: typeof forMember) =>
      sent.text
        .replaceAll(email, 'EMAIL')
        .replaceAll(uid, 'UID')
        .replaceAll(/nonce="[^"]*"/g, '')
    expect(forMember.sent.status).toBe(200)
    expect(plain(forMember)).toBe(plain(forStranger))
  })

  it('keeps neither link nor code, only what they can be told by', async () => {
    const { email, link, code } = await askMail(stack, stack.browser())

    const [mail] = await stack.db.select().from(signInMails).where(eq(signInMails.email, email))

    const kept = JSON.stringify(mail)
    expect(kept).not.toContain(link.split('/').at(-1))
    expect(kept).not.toContain(`"${code}"`)
    expect(kept).not.toContain('192.0.2.7')
  })

  it('makes a member at the first sign-in and none before; config makes an administrator', async () => {
    const email = 'admin@rose-ash.example'
    await askMail(stack, stack.browser(), email)
    expect(await stack.db.$count(people, eq(people.email, email))).toBe(0)

    await signIn(stack, stack.browser(), email)
    await signIn(stack, stack.browser(), 'Admin@Rose-Ash.example')

    const found = await stack.db
      .select({ role: roles.role })
      .from(people)
      .leftJoin(roles, eq(roles.personId, people.id))
      .where(eq(people.email, email))
    expect(found).toEqual([{ role: 'admin' }])
  })

  it('shows the form again when that is no address', async () => {
    const { sent, email } = await askMail(stack, stack.browser(), 'ana at home')

    expect(sent.status).toBe(400)
    expect(sent.text).toContain('This does not look like an e-mail address')
    expect(await stack.db.$count(signInMails, eq(signInMails.email, email))).toBe(0)
  })

  it('is refused clearly after five mails to one address within an hour', async () => {
    const email = someEmail()
    for (let i = 0; i < 5; i += 1) await askMail(stack, stack.browser(), email)

    const { sent } = await askMail(stack, stack.browser(), email.toUpperCase())

    expect(sent.status).toBe(429)
    expect(sent.text).toContain('We have sent several mails within the last hour')
    expect(await stack.db.$count(signInMails, eq(signInMails.email, email))).toBe(5)
  })
})

it('is refused clearly after sixty mails from one network within an hour', async () => {
  const asked = async () => (await askMail(stack, stack.browser())).sent.status
  const [mail] = await stack.db.select().from(signInMails).limit(1)
  if (!mail) throw new Error('a mail was asked for before')
  const already = await stack.db.$count(signInMails)
  const others = Array.from({ length: 59 - already }, (_, i) => ({
    ...mail,
    id: randomUUID(),
    linkHash: `other ${i}`,
    email: `other-${i}@rose-ash.example`,
  }))
  await stack.db.insert(signInMails).values(others)

  expect([await asked(), await asked()]).toEqual([200, 429])
})

describe('thinking better of it', () => {
  it('leads back to the page the person came from', async () => {
    const browser = stack.browser()
    await browser.open(`${blog}/loaves`)
    const form = await browser.open('/auth/login')

    const back = await browser.submit(`${form.url}/cancellation`)

    expect(back.url).toBe(`${blog}/loaves`)
  })

  it('leads to the front page, not back to what needs a sign-in', async () => {
    const browser = stack.browser()
    const form = await browser.open(`${blog}/mine`)

    const back = await browser.submit(`${form.url}/cancellation`)

    expect(back.url).toBe(`${blog}/`)
  })
})
