import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Config } from '../config/index.ts'
import { createInternalFetch } from './internal-fetch.ts'
import { providerPaths, signingAlgorithm } from './paths.ts'

const event = 'http://schemas.openid.net/event/backchannel-logout'

/** What a logout token must say besides being genuine, and must not: a nonce makes it an ID token. */
const Claims = z.object({
  sub: z.string(),
  sid: z.string().min(1),
  jti: z.string().min(1),
  events: z.object({ [event]: z.record(z.string(), z.unknown()) }),
  nonce: z.never().optional(),
})

export interface LogoutToken {
  sid: string
  /** Unlike that of any other token. */
  jti: string
}

/** @throws when the token is not a valid one for this app (OpenID Back-Channel Logout 1.0, §2.6). */
export type VerifyLogoutToken = (token: string) => Promise<LogoutToken>

/** How old a logout token may be. */
export const logoutTokenSeconds = 5 * 60

/** Checks logout tokens against the keys that the provider publishes. */
export function createLogoutTokens(config: Config): VerifyLogoutToken {
  const issuer = config.origins.federation
  const keys = createRemoteJWKSet(new URL(providerPaths.jwks, issuer), {
    [customFetch]: createInternalFetch(config),
  })

  return async (token) => {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: config.app,
      algorithms: [signingAlgorithm],
      typ: 'logout+jwt',
      requiredClaims: ['iat', 'exp'],
      maxTokenAge: logoutTokenSeconds,
      clockTolerance: 30,
    })
    const { sid, jti } = Claims.parse(payload)
    return { sid, jti }
  }
}
