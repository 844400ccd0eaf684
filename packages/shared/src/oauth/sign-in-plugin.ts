import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Store } from '../cache/index.ts'
import type { Config } from '../config/index.ts'
import type { Db } from '../db/index.ts'
import type { Services } from '../services/registry.ts'
import { callbackRoute } from './callback.ts'
import { loginRoute } from './login.ts'
import { logoutRoutes } from './logout.ts'
import { createLogoutTokens } from './logout-token.ts'
import { createProviderCheck } from './provider-check.ts'
import { createRelyingParty } from './relying-party.ts'
import type { Sessions } from './sessions.ts'
import { silentSignIn } from './silent-sign-in.ts'
import { createTransactions } from './transactions.ts'

export interface SignInOptions {
  config: Config
  db: Db
  services: Pick<Services, 'account' | 'cart'>
  sessions: Sessions
  /** Drops what is cached under these tags: a guest's basket has become a person's. */
  purge(tags: string[]): Promise<void>
  /** Remembers logout tokens that were used. */
  store: Store
}

/**
 * Makes an app a client of the provider: `/auth/login`, `/auth/callback`, `/auth/logout` and
 * `/auth/backchannel-logout`, and signs in silently whoever is signed in elsewhere. Needs
 * `viewerPlugin`, cookies and form bodies.
 */
export const signInPlugin = fastifyPlugin<SignInOptions>(
  async (app: FastifyInstance, { config, db, services, sessions, store, purge }) => {
    const party = createRelyingParty(config)
    const transactions = createTransactions(config)
    const origin = config.origins[config.app]
    const providerAnswers = createProviderCheck(config)
    silentSignIn(app)
    loginRoute(app, { origin, party, transactions, providerAnswers })
    callbackRoute(app, { config, db, services, sessions, purge, party, transactions })
    const verify = createLogoutTokens(config)
    logoutRoutes(app, { config, sessions, store, party, providerAnswers, verify })
  },
)
