import * as oidc from 'openid-client'
import type { Config } from '../config/index.ts'
import { clientSecret } from './client-secret.ts'
import { createInternalFetch } from './internal-fetch.ts'
import { providerPaths, signInPaths, signingAlgorithm } from './paths.ts'

/** Whom the provider vouches for. */
export interface Identity {
  personId: string
  sid: string
  idToken: string
}

/** What only the app that began a sign-in knows. */
export interface Proof {
  state: string
  nonce: string
  verifier: string
}

export interface Asking {
  proof: Proof
  /** `none`: answer without showing anything. `login`: ask even who is signed in. */
  prompt: 'none' | 'login' | undefined
  /** So that a mailed link opened in another browser finds back as well. */
  returnTo: string
}

/** The provider said no: `login_required`, `access_denied`, `invalid_grant`, … */
export class Declined extends Error {
  readonly reason: string

  constructor(reason: string) {
    super(`the provider declined: ${reason}`)
    this.name = 'Declined'
    this.reason = reason
  }
}

/** This app's side of OpenID Connect (code flow, PKCE S256, state, nonce, `iss`). */
export interface RelyingParty {
  createProof(): Proof
  authorizationUrl(asking: Asking): Promise<string>
  /**
   * Turns the provider's answer (`url` is what the browser came back with) into an identity.
   *
   * @throws {Declined} when the provider said no.
   */
  redeem(url: string, proof: Proof): Promise<Identity>
  /** Where the browser goes to sign out everywhere; asked to confirm without an `idToken`. */
  signOutUrl(idToken: string | undefined): string
}

/** Needs no answer from the provider, which may be down: all is known from the config. */
export function createRelyingParty(config: Config): RelyingParty {
  const client = configure(config)
  const origin = config.origins[config.app]
  const redirectUri = origin + signInPaths.callback

  return {
    createProof: () => ({
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    }),
    async authorizationUrl({ proof, prompt, returnTo }) {
      const url = oidc.buildAuthorizationUrl(client, {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: proof.state,
        nonce: proof.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(proof.verifier),
        code_challenge_method: 'S256',
        return_to: returnTo,
        ...(prompt && { prompt }),
      })
      return url.href
    },
    redeem: (url, proof) => redeem(client, new URL(url, origin), proof),
    signOutUrl(idToken) {
      const { href } = oidc.buildEndSessionUrl(client, idToken ? { id_token_hint: idToken } : {})
      return href
    },
  }
}

function configure(config: Config): oidc.Configuration {
  const issuer = config.origins.federation
  const client = new oidc.Configuration(
    {
      issuer,
      authorization_endpoint: issuer + providerPaths.authorization,
      token_endpoint: issuer + providerPaths.token,
      jwks_uri: issuer + providerPaths.jwks,
      end_session_endpoint: issuer + providerPaths.endSession,
      authorization_response_iss_parameter_supported: true,
    },
    config.app,
    { id_token_signed_response_alg: signingAlgorithm },
    oidc.ClientSecretBasic(clientSecret(config, config.app)),
  )
  const ask = createInternalFetch(config)
  client[oidc.customFetch] = (url, { body, ...options }) =>
    // Libraries for browsers say that bytes must not lie in shared memory; these never do.
    ask(url, { ...options, body: (body ?? null) as NonNullable<RequestInit['body']> | null })
  client.timeout = 5
  oidc.enableNonRepudiationChecks(client)
  if (issuer.startsWith('http:')) oidc.allowInsecureRequests(client)
  return client
}

async function redeem(client: oidc.Configuration, url: URL, proof: Proof): Promise<Identity> {
  try {
    const tokens = await oidc.authorizationCodeGrant(client, url, {
      expectedState: proof.state,
      expectedNonce: proof.nonce,
      pkceCodeVerifier: proof.verifier,
    })
    const claims = tokens.claims()
    if (typeof claims?.sid !== 'string' || !tokens.id_token) throw new Error('there is no sid')
    return { personId: claims.sub, sid: claims.sid, idToken: tokens.id_token }
  } catch (error) {
    const declined =
      error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError
    throw declined ? new Declined(error.error) : error
  }
}
