import type { ClientMetadata } from 'oidc-provider'
import { appNames, type Config } from '@rose-ash/shared/config'
import { clientSecret, signingAlgorithm, signInPaths } from '@rose-ash/shared/oauth'

/** Our six apps: the provider serves nobody else, and asks nobody for consent to what is one house. */
export function firstPartyClients(config: Config): ClientMetadata[] {
  return appNames.map((app) => ({
    client_id: app,
    client_secret: clientSecret(config, app),
    redirect_uris: [config.origins[app] + signInPaths.callback],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: signingAlgorithm,
    backchannel_logout_uri: config.origins[app] + signInPaths.backchannelLogout,
    backchannel_logout_session_required: true,
  }))
}
