import type { JWK } from 'jose'
import { type Configuration, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { type Config, deriveKey } from '@rose-ash/shared/config'
import type { Person } from '@rose-ash/shared/contracts/account'
import type { Db } from '@rose-ash/shared/db'
import { providerPaths, sessionSeconds } from '@rose-ash/shared/oauth'
import { firstPartyClients } from './clients.ts'
import { createPostgresAdapter } from './postgres-adapter.ts'

export interface ProviderParts {
  config: Config
  db: Db
  /** undefined when there is no such person (any more). */
  findPerson: (id: string) => Promise<Person | undefined>
  renderError: NonNullable<Configuration['renderError']>
}

const scopes = ['openid', 'email', 'profile', 'offline_access']
const hour = 60 * 60
const day = 24 * hour

/** The cookies of one sign-in are tied to its path, which `__Host-` does not allow. */
const cookieNames = {
  session: '__Host-provider',
  interaction: '__Secure-interaction',
  resume: '__Secure-interaction-resume',
}

/** How our provider behaves: as strict as OAuth 2.1, for our six apps. */
export function providerConfiguration(parts: ProviderParts, keys: JWK[]): Configuration {
  const { config, db, findPerson, renderError } = parts
  const { endSession, ...routes } = providerPaths
  const cookie = { httpOnly: true, secure: true, sameSite: 'lax', signed: true } as const
  return {
    adapter: createPostgresAdapter(db),
    jwks: { keys },
    clients: firstPartyClients(config),
    clientAuthMethods: ['client_secret_basic'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    scopes,
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    routes,
    discovery: { end_session_endpoint: config.origins.federation + endSession },
    extraParams: ['return_to'],
    interactions: { url: (_ctx, { uid }) => `/sign-in/${uid}`, policy: policy() },
    cookies: {
      names: cookieNames,
      keys: [deriveKey(config.secret, 'provider cookies').toString('base64url')],
      long: { ...cookie, path: '/' },
      short: cookie,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      // Ours asks for no extra click: `end-session-routes.ts`.
      rpInitiatedLogout: { enabled: false },
      backchannelLogout: { enabled: true },
    },
    rotateRefreshToken: true,
    ttl: lifetimes,
    renderError,
    loadExistingGrant: grantOf,
    async findAccount(_ctx, sub) {
      const person = await findPerson(sub)
      if (!person) return undefined
      const { email, name } = person
      return { accountId: sub, claims: async () => ({ sub, email, name: name ?? undefined }) }
    },
  }
}

/** Seconds. A session outlasts the sessions of the apps that hang on it, so it can end them. */
const lifetimes = {
  Session: sessionSeconds + day,
  Grant: sessionSeconds + day,
  Interaction: hour,
  AuthorizationCode: 60,
  AccessToken: hour,
  IdToken: hour,
  RefreshToken: sessionSeconds,
}

/** Who signs in is asked for nothing else; whose account is gone has to sign in again. */
function policy(): interactionPolicy.DefaultPolicy {
  const { base, Check } = interactionPolicy
  const prompts = base()
  prompts.get('consent')?.checks.clear()
  prompts
    .get('login')
    ?.checks.add(
      new Check(
        'account_gone',
        'the account is gone',
        'login_required',
        ({ oidc }) => oidc.session?.accountId !== undefined && !oidc.account,
      ),
    )
  return prompts
}

/** What an app may know of a person: all of our apps the same, agreed to by joining. */
async function grantOf({ oidc }: KoaContextWithOIDC) {
  const { account, client, provider, session } = oidc
  if (!account || !client || !session) return undefined
  const grantId = session.grantIdFor(client.clientId)
  const known = grantId ? await provider.Grant.find(grantId) : undefined
  if (known?.accountId === account.accountId) return known
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId })
  grant.addOIDCScope(scopes)
  await grant.save()
  return grant
}
