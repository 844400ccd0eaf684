import { createHash } from 'node:crypto'
import type { Config } from '../config/index.ts'
import { sessionSeconds } from './sessions.ts'

/**
 * Tells every app that somebody is signed in at the provider, and nothing about whom. Set by the
 * provider on the parent domain. It opens nothing: it only makes an app ask the provider.
 */
export const ssoCookie = 'sso'

export function ssoCookieOptions({ base }: Pick<Config, 'base'>) {
  return {
    domain: new URL(base).hostname,
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    /** In seconds. */
    maxAge: sessionSeconds,
  } as const
}

/** Another for every session of the provider, so that an app asks once about each. */
export function ssoHint(sessionUid: string): string {
  return createHash('sha256').update(sessionUid).digest('base64url').slice(0, 12)
}
