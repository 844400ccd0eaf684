import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, expect, it } from 'vitest'
import { freePort, testConfig } from '../testing/index.ts'
import { createLogoutTokens } from './logout-token.ts'

const { privateKey, publicKey } = await generateKeyPair('ES256')
const stranger = await generateKeyPair('ES256')
const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }
const port = await freePort()
const asked: (string | undefined)[] = []
const provider = createServer(({ url, headers }, response) => {
  asked.push(url, headers['x-forwarded-host']?.toString())
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }))
})
await new Promise<void>((resolve) => provider.listen(port, '127.0.0.1', resolve))
afterAll(() => void provider.close())

const base = testConfig('market')
const config = { ...base, internal: { ...base.internal, federation: `http://127.0.0.1:${port}` } }
const verify = createLogoutTokens(config)
const issuer = config.origins.federation
const event = 'http://schemas.openid.net/event/backchannel-logout'

interface Changes {
  claims?: Record<string, unknown>
  header?: Record<string, string>
  key?: typeof privateKey
  issuedAt?: number
}

function token({ claims = {}, header = {}, key = privateKey, issuedAt }: Changes = {}) {
  const now = issuedAt ?? Math.floor(Date.now() / 1_000)
  const right = { iss: issuer, aud: 'market', sub: 'p', sid: 's', jti: 'j', exp: now + 120 }
  return new SignJWT({ ...right, iat: now, events: { [event]: {} }, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'logout+jwt', ...header })
    .sign(key)
}

it('takes a token as the provider makes it, with its keys from the internal address', async () => {
  expect(await verify(await token())).toEqual({ sid: 's', jti: 'j' })
  expect(asked).toEqual(['/oidc/jwks', 'federation.rose-ash.localhost:8000'])
})

const seconds = Math.floor(Date.now() / 1_000)

it.each<[string, Changes, string]>([
  ['another signer', { key: stranger.privateKey }, 'signature verification failed'],
  ['a key nobody published', { header: { kid: 'two' } }, 'no applicable key found'],
  ['another issuer', { claims: { iss: config.origins.blog } }, 'unexpected "iss"'],
  ['another app', { claims: { aud: 'cart' } }, 'unexpected "aud"'],
  ['the type of another token', { header: { typ: 'JWT' } }, 'unexpected "typ"'],
  ['an end in the past', { claims: { exp: seconds - 60 } }, '"exp" claim timestamp'],
  ['no end', { claims: { exp: undefined } }, 'missing required "exp"'],
  ['an age of an hour', { issuedAt: seconds - 3_600 }, '"exp" claim timestamp'],
  [
    'an age of an hour and a late end',
    { issuedAt: seconds - 3_600, claims: { exp: seconds + 60 } },
    '"iat" claim timestamp check failed (too far in the past)',
  ],
  ['a time in the future', { issuedAt: seconds + 3_600 }, '"iat" claim timestamp'],
  ['no session', { claims: { sid: undefined } }, '"sid"'],
  ['no id', { claims: { jti: undefined } }, '"jti"'],
  ['no event', { claims: { events: {} } }, '"events"'],
  ['an event that is no object', { claims: { events: { [event]: true } } }, '"events"'],
  ['a nonce', { claims: { nonce: 'n' } }, '"nonce"'],
])('refuses a token with %s', async (_what, changes, reason) => {
  await expect(token(changes).then(verify)).rejects.toThrow(reason)
})

it('refuses what is not signed at all', async () => {
  const [, payload = ''] = (await token()).split('.')
  const header = Buffer.from('{"alg":"none","typ":"logout+jwt"}').toString('base64url')

  await expect(verify(`${header}.${payload}.`)).rejects.toThrow('"alg"')
  await expect(verify('nonsense')).rejects.toThrow('Invalid Compact JWS')
})
