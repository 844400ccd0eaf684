import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { activityRoutes } from './activities/routes.ts'
import { commentsFragment } from './fragments/comments.ts'
import { providerPlugin } from './provider/provider-plugin.ts'
import { signInPlugin } from './sign-in/sign-in-plugin.ts'
import { signOutRoutes } from './sign-out/routes.ts'
import { createTasks, crontab } from './tasks.ts'

/** The federation app: everybody's sign-in, the cooperative's outbox to look at, and comments. */
export function createFederation(config: Config): Promise<FastifyInstance> {
  return createApp(config, {
    views: new URL('views/', import.meta.url),
    features: [providerPlugin, signInPlugin, signOutRoutes, activityRoutes, commentsFragment],
    tasks: createTasks,
    crontab,
  })
}
