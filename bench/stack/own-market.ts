import { forEachApp, loadConfig } from '@rose-ash/shared/config'
import { markets } from '@rose-ash/shared/db/models/market'
import { createServices } from '@rose-ash/shared/services/registry'
import { openOwnDatabase } from './own-database.ts'

/** An empty market and its administrator in a database of their own. */
export async function openOwnMarket(stackUrl: string, name: string) {
  const { db, close, url, personId } = await openOwnDatabase(stackUrl, name)
  const appConfig = loadConfig('market', environment(url))
  const { origins, admins, cooperative } = appConfig
  const services = createServices({ origins, handle: cooperative.handle, admins })
  const [market] = await db
    .insert(markets)
    .values({ slug: 'bench', title: 'Bench' })
    .returning({ id: markets.id })
  return { db, close, services, appConfig, personId, marketId: market?.id ?? '' }
}

/** Nothing of it is called. */
function environment(databaseUrl: string): Record<string, string> {
  const nowhere = 'http://127.0.0.1:9'
  const apps = Object.keys(forEachApp(() => ''))
  return {
    NODE_ENV: 'production',
    BASE_URL: 'https://bench.example',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    SECRET: 'a secret for measuring, long enough for the rule',
    SMTP_URL: 'smtp://127.0.0.1:9',
    SUMUP_API_URL: nowhere,
    SUMUP_API_KEY: 'none',
    SUMUP_MERCHANT_CODE: 'none',
    REDIS_URL: 'redis://127.0.0.1:9',
    ...Object.fromEntries(apps.map((app) => [`INTERNAL_${app.toUpperCase()}_URL`, nowhere])),
  }
}
