import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { balance } from '../../fragments/balance.ts'
import { shopPlugin } from '../../shop.ts'
import { accountingFeatures } from '../index.ts'

/** The part of the cart in which the books are kept. */
export function createAccounting(config: Config): Promise<FastifyInstance> {
  const views = new URL('../../views/', import.meta.url)
  return createApp(config, { views, features: [shopPlugin, ...accountingFeatures, balance] })
}
