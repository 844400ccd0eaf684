import type { FastifyInstance } from 'fastify'
import type { AppName } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import type { Outgoing } from '@rose-ash/shared/http'
import type { Storage } from '@rose-ash/shared/media'
import type { Services } from '@rose-ash/shared/services/registry'
import type {} from '@rose-ash/shared/services/media/storage-plugin'

/** What talking to a Ghost needs beside the database. */
export interface GhostParts {
  db: Db
  services: Pick<Services, 'account' | 'federation' | 'market' | 'events'>
  outgoing: Outgoing
  storage: Storage
  /** The platform's; keys are sealed with one made of it. */
  secret: string
  /** Where a Ghost finds us: the blog's origin. */
  origin: string
  /** Where the other apps are, for menus that lead there. */
  origins: Record<AppName, string>
  now: () => Date
  /** Makes pages that show these tags anew. */
  purge(tags: string[]): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    outgoing: Outgoing
  }
}

/** The parts as an app has them. */
export function ghostPartsOf(app: FastifyInstance): GhostParts {
  const { db, services, outgoing, mediaStorage: storage, appConfig, cache } = app
  const { secret, origins } = appConfig
  const purge = (tags: string[]) => cache.purge(tags)
  return {
    db,
    services,
    outgoing,
    storage,
    secret,
    origin: origins.blog,
    origins,
    now: () => new Date(),
    purge,
  }
}
