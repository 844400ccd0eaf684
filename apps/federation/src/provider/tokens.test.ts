import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { oidcPayloads } from '@rose-ash/shared/db/models/federation'
import { cleanUp } from '../sign-in/clean-up.ts'
import { codeFor, redeem, refresh, userinfo } from '../testing/plain-client.ts'
import { signIn, someEmail } from '../testing/sign-in.ts'
import { origins, startStack } from '../testing/start-stack.ts'

const stack = await startStack()
const { federation, blog } = origins
const offline = { scope: 'openid offline_access', prompt: 'consent' }

async function signedIn(email?: string) {
  const browser = stack.browser()
  await signIn(stack, browser, email)
  return browser
}

describe('tokens', () => {
  it('say who it is and nothing else of them; more on request', async () => {
    const email = someEmail()
    const browser = await signedIn(email)

    const code = await codeFor(browser, { scope: 'openid email', nonce: 'n' })
    const tokens = await redeem(stack, code)

    const claims = decodeJwt(tokens.id_token)
    expect(claims).toEqual({
      iss: federation,
      aud: 'market',
      sub: expect.stringMatching(/^[\da-f-]{36}$/),
      sid: expect.stringMatching(/^[\w-]{43}$/),
      nonce: 'n',
      iat: expect.any(Number),
      exp: (claims.iat ?? 0) + 3_600,
    })
    expect(await userinfo(stack, tokens.access_token)).toEqual({
      statusCode: 200,
      person: { sub: claims.sub, email },
    })
  })

  it('are for the app that asked and can prove it, once for each code', async () => {
    const browser = await signedIn()
    const stolen = await codeFor(browser)
    const guessed = await codeFor(browser)
    const shared = await codeFor(browser)

    const byOther = await redeem(stack, stolen, { app: 'blog' })
    const codeVerifier = randomBytes(32).toString('base64url')
    const unproved = await redeem(stack, guessed, { codeVerifier })
    const atOnce = await Promise.all([1, 2, 3].map(() => redeem(stack, shared)))

    expect([byOther.error, unproved.error]).toEqual(['invalid_grant', 'invalid_grant'])
    const statuses = atOnce.map(({ statusCode }) => statusCode)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 400, 400])
  })

  it('cannot be used by whoever reads the database', async () => {
    const browser = await signedIn()
    const code = await codeFor(browser, offline)
    const { refresh_token: refreshToken, access_token: accessToken } = await redeem(stack, code)

    const kept = JSON.stringify(await stack.db.select().from(oidcPayloads))

    for (const secret of [code, refreshToken, accessToken]) {
      expect(secret).toMatch(/^[\w-]{40,}$/)
      expect(kept).not.toContain(secret)
    }
  })

  it('are deleted when they are over, and nothing else is', async () => {
    await redeem(stack, await codeFor(await signedIn()))
    const isToken = eq(oidcPayloads.model, 'AccessToken')
    const isSession = eq(oidcPayloads.model, 'Session')
    await stack.db
      .update(oidcPayloads)
      .set({ expiresAt: sql`now()` })
      .where(isToken)
    const sessions = await stack.db.$count(oidcPayloads, isSession)

    await cleanUp(stack.db)

    expect(await stack.db.$count(oidcPayloads, isToken)).toBe(0)
    expect(await stack.db.$count(oidcPayloads, isSession)).toBe(sessions)
  })
})

describe('refresh tokens', () => {
  it('are exchanged for others with every use', async () => {
    const first = await redeem(stack, await codeFor(await signedIn(), offline))

    const second = await refresh(stack, first.refresh_token)
    const third = await refresh(stack, second.refresh_token)

    expect([second.statusCode, third.statusCode]).toEqual([200, 200])
    expect(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size).toBe(3)
    expect(decodeProtectedHeader(third.id_token).alg).toBe('ES256')
  })

  it('used again end all that came from them', async () => {
    const first = await redeem(stack, await codeFor(await signedIn(), offline))
    const second = await refresh(stack, first.refresh_token)

    const reused = await refresh(stack, first.refresh_token)
    const after = await refresh(stack, second.refresh_token)

    expect([reused.error, after.error]).toEqual(['invalid_grant', 'invalid_grant'])
    expect((await userinfo(stack, second.access_token)).statusCode).toBe(401)
  })

  it('end with the session', async () => {
    const browser = await signedIn()
    const tokens = await redeem(stack, await codeFor(browser, offline))

    await browser.open(`${blog}/loaves`)
    await browser.submit('/auth/logout')

    expect((await refresh(stack, tokens.refresh_token)).error).toBe('invalid_grant')
  })
})
