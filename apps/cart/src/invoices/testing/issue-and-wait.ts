import type { Config } from '@rose-ash/shared/config'
import { openDatabase } from '@rose-ash/shared/db'
import { createServices } from '@rose-ash/shared/services/registry'
import { issueFor } from './issue.ts'

/** A process that has an invoice's number in its transaction, says so, and never ends by itself. */
const [settings = '', orderId = ''] = process.argv.slice(2)
const config = JSON.parse(settings) as Config
const { db } = openDatabase({ url: config.databaseUrl, size: 1, onError: () => undefined })
const services = createServices({ origins: config.origins, handle: 'rose', admins: [] })
await db.transaction(async (tx) => {
  await issueFor(tx, { services, config }, orderId)
  process.stdout.write('issued')
  await new Promise(() => setInterval(() => undefined, 1_000))
})
