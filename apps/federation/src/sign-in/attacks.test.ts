import { describe, expect, it, vi } from 'vitest'
import { signInTickets } from '@rose-ash/shared/db/models/federation'
import type { Browser } from '../testing/browser.ts'
import { askMail, signIn, viewerAt } from '../testing/sign-in.ts'
import { origins, startStack } from '../testing/start-stack.ts'

const stack = await startStack()
const { blog, market } = origins

/** The address that would sign this browser in at the market, not opened yet. */
async function callbackOf(browser: Browser): Promise<string> {
  const login = await browser.peek(`${market}/auth/login`)
  const granted = await browser.peek(String(login.headers.location))
  return String(granted.headers.location)
}

describe('an attacker', () => {
  it('cannot sign a victim in as somebody else by handing them an answer of the provider', async () => {
    const [attacker, victim] = [stack.browser(), stack.browser()]
    await signIn(stack, attacker)
    const callback = await callbackOf(attacker)

    const landed = await victim.open(callback)

    expect(landed.status).toBe(400)
    expect(await viewerAt(victim, market)).toBe('anonymous')
  })

  it('cannot use an answer again', async () => {
    const browser = stack.browser()
    await signIn(stack, browser)
    const callback = await callbackOf(browser)
    expect((await browser.open(callback)).url).toBe(`${market}/`)

    expect((await browser.open(callback)).status).toBe(400)
  })

  it('cannot fix the session that a victim will have', async () => {
    const [attacker, victim] = [stack.browser(), stack.browser()]
    await signIn(stack, attacker)
    const planted = attacker.cookie('blog.rose-ash.localhost', '__Host-session') ?? ''
    victim.setCookie('blog.rose-ash.localhost', '__Host-session', planted)

    const { link, email } = await askMail(stack, stack.browser())
    const arrived = await victim.submit(link)

    expect(JSON.parse(arrived.text)).toMatchObject({ email })
    expect(victim.cookie('blog.rose-ash.localhost', '__Host-session')).not.toBe(planted)
    expect((await attacker.peek(`${blog}/mine`)).headers.location).toMatch(/^\/auth\/login/)
  })

  it('gets nowhere with a session, a provider session or a ticket of their own making', async () => {
    const thief = stack.browser()
    for (const app of ['blog', 'federation']) {
      const host = `${app}.rose-ash.localhost`
      thief.setCookie(host, '__Host-session', 'a.b')
      thief.setCookie(host, '__Host-provider', 'made-up')
      thief.setCookie(host, '__Host-provider.sig', 'made-up')
      thief.setCookie(host, '__Host-sign-in-ticket', 'made-up')
    }

    const page = await thief.open(`${blog}/mine`)

    expect(page.url).toMatch(/\/sign-in\//)
    expect(page.text).toContain('E-mail address')
    expect(thief.cookie('federation.rose-ash.localhost', '__Host-sign-in-ticket')).toBeUndefined()
  })

  it('cannot use a ticket that was used', async () => {
    const browser = stack.browser()
    const { link } = await askMail(stack, stack.browser())
    const proved = await browser.peek(link, 'POST')
    const ticket = browser.cookie('federation.rose-ash.localhost', '__Host-sign-in-ticket') ?? ''
    await browser.open(String(proved.headers.location))

    const thief = stack.browser()
    thief.setCookie('federation.rose-ash.localhost', '__Host-sign-in-ticket', ticket)
    const page = await thief.open(`${blog}/mine`)

    expect(page.text).toContain('E-mail address')
    const kept = await stack.db.select().from(signInTickets)
    expect(JSON.stringify(kept)).not.toContain(ticket)
  })

  it('cannot lead a person who signs in away from our apps', async () => {
    const tricks = [
      'https://evil.example/',
      '//evil.example',
      String.raw`/\evil.example`,
      '/.//evil.example',
      'https://evil.example@blog.rose-ash.localhost:8000/',
    ]
    for (const trick of tricks) {
      const browser = stack.browser()
      const form = await browser.open(`${blog}/auth/login?return_to=${encodeURIComponent(trick)}`)
      expect(form.url).toMatch(/\/sign-in\//)

      const back = await browser.submit(`${form.url}/cancellation`)
      expect(back.url).toBe(`${blog}/`)
    }
  })

  it('cannot put another way back into a mail', async () => {
    const browser = stack.browser()
    const login = await browser.peek(`${blog}/auth/login`)
    const tampered = new URL(String(login.headers.location))
    tampered.searchParams.set('return_to', 'https://evil.example/')
    const form = await browser.open(tampered.href)
    const email = 'careful@rose-ash.example'
    await browser.submit(`${form.url}/mails`, { email })

    const { link } = await stack.mailTo(email)
    const arrived = await browser.submit(link)

    expect(arrived.url).toBe(`${blog}/`)
    expect(
      arrived.trail.every((url) => new URL(url).host.endsWith('rose-ash.localhost:8000')),
    ).toBe(true)
  })

  it('cannot send a form from another site', async () => {
    const { link } = await askMail(stack, stack.browser())

    const forged = await stack.federation.inject({
      method: 'POST',
      url: new URL(link).pathname,
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    })

    expect(forged.statusCode).toBe(403)
    expect((await stack.browser().submit(link)).url).toBe(`${blog}/mine`)
  })
})

describe('signing in silently', () => {
  it('shows the page as to a stranger when the provider knows nobody, and does not ask again', async () => {
    const browser = stack.browser()
    browser.setParentCookie('sso', 'stale')

    const first = await browser.open(`${blog}/loaves`)
    const second = await browser.open(`${blog}/loaves`)

    expect(first.trail.map((url) => new URL(url).pathname)).toEqual([
      '/loaves',
      '/auth/login',
      '/oidc/auth',
      '/auth/callback',
      '/loaves',
    ])
    expect(JSON.parse(first.text)).toEqual({ kind: 'anonymous' })
    expect(second.trail).toHaveLength(1)
    expect(browser.cookie('blog.rose-ash.localhost', 'sso')).toBeUndefined()
  })

  it('does not loop while sessions cannot be kept', async () => {
    const browser = stack.browser()
    await signIn(stack, browser)
    const { sessions } = stack.apps.market
    const create = vi.spyOn(sessions, 'create').mockResolvedValue(null)

    const first = await browser.open(`${market}/loaves`)
    const second = await browser.open(`${market}/loaves`)
    const asked = await browser.open(`${market}/mine`)
    create.mockRestore()

    expect(JSON.parse(first.text)).toEqual({ kind: 'anonymous' })
    expect(second.trail).toHaveLength(1)
    expect(asked.status).toBe(503)
    expect((await browser.open(`${market}/mine`)).status).toBe(200)
  })
})
