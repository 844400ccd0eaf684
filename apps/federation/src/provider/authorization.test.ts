import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { answerTo, authorizationUrl, callback } from '../testing/plain-client.ts'
import { signIn, someEmail } from '../testing/sign-in.ts'
import { origins, startStack } from '../testing/start-stack.ts'

const stack = await startStack()
const { federation, blog, market } = origins

describe('the provider', () => {
  it('says where it is, whatever host a request pretends to be for', async () => {
    const { headers, body } = await stack.federation.inject({
      url: '/.well-known/openid-configuration',
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    })

    expect(JSON.parse(body)).toMatchObject({
      issuer: federation,
      authorization_endpoint: `${federation}/oidc/auth`,
      token_endpoint: `${federation}/oidc/token`,
      jwks_uri: `${federation}/oidc/jwks`,
      userinfo_endpoint: `${federation}/oidc/userinfo`,
      end_session_endpoint: `${federation}/oidc/session/end`,
      code_challenge_methods_supported: ['S256'],
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['ES256'],
    })
    expect(body).not.toContain('evil')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('sends a browser to its own pages, whatever host a request pretends to be for', async () => {
    const { headers } = await stack.federation.inject({
      url: authorizationUrl().replace(federation, ''),
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    })
    expect(headers.location).toMatch(/^\/sign-in\/[\w-]+$/)
  })

  it('answers silently with a code, or that a sign-in is needed', async () => {
    const [member, stranger] = [stack.browser(), stack.browser()]
    await signIn(stack, member)

    const known = await answerTo(member, { prompt: 'none' })
    const unknown = await answerTo(stranger, { prompt: 'none' })

    expect(known).toEqual({
      to: callback,
      sent: { code: expect.stringMatching(/^[\w-]{43}$/), state: 'state', iss: federation },
    })
    expect(unknown.to).toBe(callback)
    expect(unknown.sent).toMatchObject({ error: 'login_required', iss: federation })
  })

  it('sends nobody to an address that is not the app’s', async () => {
    const browser = stack.browser()
    await signIn(stack, browser)

    for (const to of [`${callback}/x`, `${blog}/auth/callback`, 'https://evil.example']) {
      const page = await browser.open(authorizationUrl({ redirect_uri: to }))

      expect([page.status, page.trail.length]).toEqual([400, 1])
      expect(page.text).toContain('Please sign in again')
    }
  })

  it('insists on PKCE with a hash', async () => {
    const browser = stack.browser()
    await signIn(stack, browser)

    const without = { code_challenge: undefined, code_challenge_method: undefined }

    expect((await answerTo(browser, without)).sent).toMatchObject({ error: 'invalid_request' })
    expect((await answerTo(browser, { code_challenge_method: 'plain' })).sent).toMatchObject({
      error: 'invalid_request',
    })
  })

  it('wants another sign-in when the account is gone', async () => {
    const browser = stack.browser()
    const email = someEmail()
    await signIn(stack, browser, email)
    await stack.db.delete(people).where(eq(people.email, email))

    const { sent } = await answerTo(browser, { prompt: 'none' })

    expect(sent.error).toBe('login_required')
    expect((await browser.open(`${market}/mine`)).text).toContain('E-mail address')
  })

  it('takes up a sign-in that is over with a way to begin anew', async () => {
    const page = await stack.browser().open(`${federation}/sign-in/${'x'.repeat(43)}`)

    expect(page.status).toBe(410)
    expect(page.text).toContain(`${origins.account}/auth/login`)
  })
})
