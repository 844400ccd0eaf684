import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { backOfficeFeatures } from './back-office.ts'
import { shopFeatures } from './shop.ts'
import { crontab, marketTasks } from './tasks.ts'

/** The market: shelves and products. */
export function createMarket(config: Config): Promise<FastifyInstance> {
  return createApp(config, {
    views: new URL('views/', import.meta.url),
    tasks: marketTasks,
    crontab,
    features: [...shopFeatures, ...backOfficeFeatures],
  })
}
