import { randomUUID } from 'node:crypto'
import { generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import type { Browser } from '../testing/browser.ts'
import { signIn, viewerAt } from '../testing/sign-in.ts'
import { origins, startStack } from '../testing/start-stack.ts'

const stack = await startStack()
const { federation, blog, market } = origins
const event = 'http://schemas.openid.net/event/backchannel-logout'

/** A browser signed in at the blog and the market, and its session at the market. */
async function signedIn() {
  const browser = stack.browser()
  await signIn(stack, browser)
  const { text } = await browser.open(`${market}/mine`)
  const session: { sid: string; personId: string; idToken: string } = JSON.parse(text)
  return { browser, session }
}

async function isStranger(browser: Browser): Promise<boolean> {
  const [atBlog, atMarket] = [await viewerAt(browser, blog), await viewerAt(browser, market)]
  return atBlog === 'anonymous' && atMarket === 'anonymous'
}

describe('signing out', () => {
  it('ends the sessions of all apps with one click, and the provider’s', async () => {
    const { browser } = await signedIn()
    const other = await signedIn()

    await browser.open(`${blog}/loaves`)
    const end = await browser.submit('/auth/logout')

    expect(end.url).toBe(`${federation}/signed-out`)
    expect(end.text).toContain('You are signed out')
    expect(await isStranger(browser)).toBe(true)
    expect(browser.cookie('blog.rose-ash.localhost', 'sso')).toBeUndefined()
    expect((await browser.open(`${market}/mine`)).text).toContain('E-mail address')
    expect(await viewerAt(other.browser, market)).toBe('member')
  })

  it('reaches an app later that did not answer', async () => {
    const { browser } = await signedIn()
    const { sessions } = stack.apps.market
    const endAll = vi.spyOn(sessions, 'endAll').mockResolvedValueOnce(false)

    await browser.open(`${blog}/loaves`)
    await browser.submit('/auth/logout')

    await vi.waitFor(async () => expect(await viewerAt(browser, market)).toBe('anonymous'), 5_000)
    expect(endAll).toHaveBeenCalledTimes(2)
    endAll.mockRestore()
  })

  it('asks first when nobody shows whose session is meant, and does it by the button', async () => {
    const { browser, session } = await signedIn()
    const other = await signedIn()
    const hints = ['', 'made-up', other.session.idToken, session.idToken.slice(0, -4)]

    for (const hint of hints) {
      const page = await browser.open(`${federation}/oidc/session/end?id_token_hint=${hint}`)
      expect(page.text).toContain('Sign out?')
      expect(await viewerAt(browser, market)).toBe('member')
    }
    await browser.open(`${federation}/oidc/session/end`)
    const end = await browser.submit('/oidc/session/end')

    expect(end.url).toBe(`${federation}/signed-out`)
    expect(await isStranger(browser)).toBe(true)
  })

  it('is nothing that another site can bring about', async () => {
    const { browser } = await signedIn()
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }

    const atApp = await stack.apps.blog.inject({ method: 'POST', url: '/auth/logout', headers })
    const atProvider = await stack.federation.inject({
      method: 'POST',
      url: '/oidc/session/end',
      headers,
    })

    expect([atApp.statusCode, atProvider.statusCode]).toEqual([403, 403])
    expect(await viewerAt(browser, market)).toBe('member')
  })

  it('shows the same page to whoever is signed out already', async () => {
    const browser = stack.browser()
    await browser.open(`${blog}/loaves`)

    expect((await browser.submit('/auth/logout')).url).toBe(`${federation}/signed-out`)
  })
})

describe('the provider telling an app', () => {
  async function logoutToken(sid: string, personId: string): Promise<string> {
    const provider = await stack.federation.provider()
    const client = await provider.Client.find('market')
    if (!client) throw new Error('there is no market')
    const token = new provider.IdToken({}, { client })
    const claims = { sub: personId, sid, jti: randomUUID(), events: { [event]: {} } }
    for (const [name, value] of Object.entries(claims)) token.set(name, value)
    return token.issue({ use: 'logout' })
  }

  async function tell(token: string): Promise<number> {
    const { statusCode, headers } = await stack.apps.market.inject({
      method: 'POST',
      url: '/auth/backchannel-logout',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ logout_token: token }).toString(),
    })
    expect(headers['cache-control']).toBe('no-store')
    return statusCode
  }

  it('is believed once', async () => {
    const { browser, session } = await signedIn()
    const token = await logoutToken(session.sid, session.personId)

    expect([await tell(token), await tell(token)]).toEqual([200, 400])

    const page = await browser.peek(`${market}/mine`)
    expect(page.status).toBe(303)
  })

  it('is not believed when somebody else signed, or it is a token of another kind', async () => {
    const { browser, session } = await signedIn()
    const { privateKey } = await generateKeyPair('ES256')
    const forged = await new SignJWT({ sid: session.sid, events: { [event]: {} } })
      .setProtectedHeader({ alg: 'ES256', typ: 'logout+jwt' })
      .setIssuer(federation)
      .setAudience('market')
      .setSubject(session.personId)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(privateKey)

    expect(await tell(forged)).toBe(400)
    expect(await tell(session.idToken)).toBe(400)
    expect(await tell('made-up')).toBe(400)

    expect(await viewerAt(browser, market)).toBe('member')
  })
})
