import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { dashboardRoutes } from './dashboard/routes.ts'
import { accountMenu } from './fragments/account-menu.ts'
import { profileRoutes } from './profile/routes.ts'

/** Account: a member's own place. */
export function createAccount(config: Config): Promise<FastifyInstance> {
  return createApp(config, {
    views: new URL('views/', import.meta.url),
    features: [dashboardRoutes, profileRoutes, accountMenu],
  })
}
