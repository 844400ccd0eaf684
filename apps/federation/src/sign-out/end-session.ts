import type { Db } from '@rose-ash/shared/db'
import { addJob } from '@rose-ash/shared/jobs'
import type { InternalFetch } from '@rose-ash/shared/oauth'
import type { Provider } from 'oidc-provider'
import { type SignedOut, tellApp } from './tell-app.ts'

/** A browser's session at the provider. */
export type ProviderSession = Awaited<ReturnType<Provider['Session']['get']>>

export interface EndSessionOptions {
  provider: Provider
  ask: InternalFetch
}

/**
 * Ends a session: every app is told before this resolves, and what was issued in it is revoked. An
 * app that is down is told by a job later on. The session itself goes last, so whatever dies
 * meanwhile, asking again does all of it.
 */
export async function endSession(
  db: Db,
  session: ProviderSession,
  { provider, ask }: EndSessionOptions,
): Promise<void> {
  const { accountId: personId, authorizations = {} } = session
  if (personId) {
    await Promise.all(
      Object.entries(authorizations).map(async ([app, { sid, grantId }]) => {
        if (grantId) await revokeGrant(provider, grantId)
        if (sid) await tellNowOrLater(db, { provider, ask }, { app, personId, sid })
      }),
    )
  }
  await session.destroy()
}

async function revokeGrant(provider: Provider, grantId: string): Promise<void> {
  const { AccessToken, AuthorizationCode, RefreshToken, Grant } = provider
  await AccessToken.revokeByGrantId(grantId)
  await AuthorizationCode.revokeByGrantId(grantId)
  await RefreshToken.revokeByGrantId(grantId)
  await (await Grant.find(grantId))?.destroy()
}

async function tellNowOrLater(
  db: Db,
  { provider, ask }: EndSessionOptions,
  signedOut: SignedOut,
): Promise<void> {
  try {
    await tellApp(provider, ask, signedOut)
  } catch {
    const key = `tell-app-${signedOut.app}-${signedOut.sid}`
    await addJob(db, { task: 'tell-app', key, payload: signedOut })
  }
}
