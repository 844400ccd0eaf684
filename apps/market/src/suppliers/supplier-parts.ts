import type { FastifyInstance } from 'fastify'
import type { Config } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import type { Outgoing } from '@rose-ash/shared/http'
import type { Services } from '@rose-ash/shared/services/registry'
import { userAgent } from '../scraping/fetch/fetch-page.ts'

/** What reading suppliers needs beside the database. */
export interface SupplierParts {
  db: Db
  services: Pick<Services, 'account' | 'blog' | 'cart' | 'federation'>
  appConfig: Pick<Config, 'origins' | 'locale' | 'cooperative'>
  outgoing: Outgoing
  /** How we call ourselves to the sites that we read. */
  userAgent: string
  /** Makes pages that show these tags anew. */
  purge(tags: string[]): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    supplierOutgoing: Outgoing
  }
}

/** The parts as an app has them. */
export function supplierPartsOf(app: FastifyInstance): SupplierParts {
  const { db, services, supplierOutgoing: outgoing, appConfig, cache } = app
  const purge = (tags: string[]) => cache.purge(tags)
  const agent = userAgent('1.0', appConfig.origins.blog)
  return { db, services, appConfig, outgoing, userAgent: agent, purge }
}
