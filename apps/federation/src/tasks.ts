import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { createInternalFetch } from '@rose-ash/shared/oauth'
import { cleanUp } from './sign-in/clean-up.ts'
import { SignedOut, tellApp } from './sign-out/tell-app.ts'
import { rotateSigningKeys } from './signing-keys/rotate-signing-keys.ts'

/** When the tasks run by themselves, in UTC. */
export const crontab = `
17 * * * * clean-up-sign-in
23 3 * * * rotate-signing-keys
`

/** This app's background work. */
export function createTasks({ appConfig, db, provider }: FastifyInstance): TaskList {
  const ask = createInternalFetch(appConfig)
  return {
    'clean-up-sign-in': () => cleanUp(db),
    'rotate-signing-keys': () =>
      rotateSigningKeys(db, { secret: appConfig.secret, now: new Date() }),
    /** An app that was down when somebody signed out. */
    'tell-app': async (payload) => tellApp(await provider(), ask, SignedOut.parse(payload)),
  }
}
