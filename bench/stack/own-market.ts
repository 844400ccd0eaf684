import { sql } from 'drizzle-orm'
import { forEachApp, loadConfig } from '@rose-ash/shared/config'
import { migrate, openDatabase } from '@rose-ash/shared/db'
import { people, roles } from '@rose-ash/shared/db/models/account'
import { markets } from '@rose-ash/shared/db/models/market'
import { createServices } from '@rose-ash/shared/services/registry'

/**
 * An empty market and its administrator in a database of their own beside the stack's: no worker takes
 * its jobs, so what is measured is what this process does.
 */
export async function openOwnMarket(stackUrl: string, name: string) {
  const admin = openDatabase({ url: stackUrl, size: 1, onError: () => undefined })
  await admin.db.execute(sql.raw(`create database ${name}`))
  await admin.close()
  const url = new URL(stackUrl)
  url.pathname = `/${name}`
  await migrate(url.href)
  const { db, close } = openDatabase({ url: url.href, size: 4, onError: () => undefined })
  const appConfig = loadConfig('market', environment(url.href))
  const { origins, admins, cooperative } = appConfig
  const services = createServices({ origins, handle: cooperative.handle, admins })
  const values = { email: 'bench@rose-ash.example', name: 'Bench', handle: 'bench' }
  const [person] = await db.insert(people).values(values).returning({ id: people.id })
  const [market] = await db
    .insert(markets)
    .values({ slug: 'bench', title: 'Bench' })
    .returning({ id: markets.id })
  const personId = person?.id ?? ''
  await db.insert(roles).values({ personId, role: 'admin' })
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
