import { randomUUID } from 'node:crypto'
import type { Provider } from 'oidc-provider'
import { z } from 'zod'
import type { InternalFetch } from '@rose-ash/shared/oauth'

export const SignedOut = z.object({
  app: z.string(),
  personId: z.string(),
  /** What that app knows the provider's session by. */
  sid: z.string(),
})

/** An app's share in a session that has ended. */
export type SignedOut = z.infer<typeof SignedOut>

const event = 'http://schemas.openid.net/event/backchannel-logout'
const patienceMs = 2_500

/**
 * Tells an app that a session has ended (OpenID Back-Channel Logout 1.0). Told twice, it is as well.
 *
 * @throws when the app does not confirm.
 */
export async function tellApp(
  provider: Provider,
  ask: InternalFetch,
  { app, personId, sid }: SignedOut,
): Promise<void> {
  const client = await provider.Client.find(app)
  if (!client?.backchannelLogoutUri) return
  const token = new provider.IdToken({}, { client })
  const claims = { sub: personId, sid, jti: randomUUID(), events: { [event]: {} } }
  for (const [name, value] of Object.entries(claims)) token.set(name, value)
  const answer = await ask(client.backchannelLogoutUri, {
    method: 'POST',
    body: new URLSearchParams({ logout_token: await token.issue({ use: 'logout' }) }),
    signal: AbortSignal.timeout(patienceMs),
  })
  if (!answer.ok) throw new Error(`${app} answered ${answer.status}`)
}
