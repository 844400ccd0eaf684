import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { clientSecret } from '@rose-ash/shared/oauth'
import type { Browser } from './browser.ts'
import { origins, type Stack } from './start-stack.ts'

export const callback = `${origins.market}/auth/callback`

const verifier = randomBytes(32).toString('base64url')
const codeChallenge = createHash('sha256').update(verifier).digest('base64url')

/** A parameter that is undefined is left out. */
export type Parameters = Record<string, string | undefined>

const Tokens = z.object({
  access_token: z.string().default(''),
  id_token: z.string().default(''),
  refresh_token: z.string().default(''),
  error: z.string().optional(),
})

/** Where the market sends a browser, changed as a test wants it. */
export function authorizationUrl(changes: Parameters = {}): string {
  const query = {
    client_id: 'market',
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    state: 'state',
    ...changes,
  }
  const url = new URL('/oidc/auth', origins.federation)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url.href
}

/** What the provider sends a browser back with. */
export async function answerTo(browser: Browser, changes: Parameters = {}) {
  const { headers } = await browser.peek(authorizationUrl(changes))
  const to = new URL(String(headers.location), origins.federation)
  return { to: to.origin + to.pathname, sent: Object.fromEntries(to.searchParams) }
}

export async function codeFor(browser: Browser, changes: Parameters = {}): Promise<string> {
  const { sent } = await answerTo(browser, changes)
  return sent.code ?? ''
}

/** Asks the token endpoint, as one of our apps. */
async function ask(stack: Stack, form: Record<string, string>, app: 'market' | 'blog') {
  const credentials = `${app}:${clientSecret(stack.config, app)}`
  const { statusCode, body } = await stack.federation.inject({
    method: 'POST',
    url: '/oidc/token',
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(form).toString(),
  })
  return { statusCode, ...Tokens.parse(JSON.parse(body)) }
}

interface Redeeming {
  app?: 'market' | 'blog'
  codeVerifier?: string
}

export function redeem(stack: Stack, code: string, options: Redeeming = {}) {
  const { app = 'market', codeVerifier = verifier } = options
  const form = { grant_type: 'authorization_code', code, redirect_uri: callback }
  return ask(stack, { ...form, code_verifier: codeVerifier }, app)
}

export function refresh(stack: Stack, refreshToken: string) {
  return ask(stack, { grant_type: 'refresh_token', refresh_token: refreshToken }, 'market')
}

/** What the provider tells about a person to whoever has their access token. */
export async function userinfo(stack: Stack, accessToken: string) {
  const { statusCode, body } = await stack.federation.inject({
    url: '/oidc/userinfo',
    headers: { authorization: `Bearer ${accessToken}` },
  })
  return { statusCode, person: JSON.parse(body) as unknown }
}
