import type { FastifyInstance } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Handlers } from '../activitypub/index.ts'
import type { TaskList } from '../jobs/index.ts'

/** What makes one app different from the others. */
export interface AppParts {
  /** The folder of its templates. */
  views: URL
  /** Its features, each a slice's routes or fragments. */
  features: FastifyPluginAsyncZod[]
  /** What it does about activities; every handler of this app in the catalogue. */
  handlers?: (app: FastifyInstance) => Handlers
  /** Its background work, and when that runs by itself (graphile-worker's crontab lines). */
  tasks?: (app: FastifyInstance) => TaskList
  crontab?: string
}
