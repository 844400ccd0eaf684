import { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { createOutgoing } from '@rose-ash/shared/http'
import { startSupplierSite } from '@rose-ash/market/scraping/testing/supplier-site'
import { startRun } from '@rose-ash/market/suppliers/control-run'
import { runSupplier } from '@rose-ash/market/suppliers/run-supplier'
import { memoryOf } from '../load/process-figures.ts'
import { openOwnMarket } from '../stack/own-market.ts'
import type { Case } from './bench.ts'

/** As polite as a supplier is read by default would take minutes; half a second shows the same. */
const paces = [
  { name: 'one page each half second', rateSeconds: 0.5, count: 24 },
  { name: 'without a limit', rateSeconds: 0, count: 480 },
]

const recipe = { list: { items: 'a.item' }, product: { name: { selector: 'h1' } } }

const forget = async () => undefined

/** Reading a supplier's shop on this machine, each page fetched, read apart, kept and proposed. */
export const scraping: Case = async ({ stack }) => {
  const market = await openOwnMarket(stack.databaseUrl, 'bench_scraping')
  const { db, services, appConfig, personId, marketId } = market
  try {
    const rows = []
    for (const { name, rateSeconds, count } of paces) {
      const site = await startSupplierSite({ count, crawlDelay: 0, currency: 'EUR' })
      const outgoing = createOutgoing({ allow: [site.url] })
      const userAgent = 'RoseAsh/1.0 (+https://bench.example; catalogue reader)'
      const parts = { db, services, appConfig, outgoing, userAgent, purge: forget }
      const startUrl = `${site.url}/`
      const values = { marketId, title: name, startUrl, currency: 'EUR', rateSeconds, recipe }
      const [supplier] = await db.insert(suppliers).values(values).returning()
      const runId = await startRun(parts, { personId, supplierId: supplier?.id ?? '' })
      const begun = performance.now()
      await runSupplier(parts, runId, { forMs: 600_000 })
      const seconds = (performance.now() - begun) / 1_000
      const pages = site.requests.length
      rows.push({
        name: `reading a supplier, ${name}`,
        result: `${(pages / seconds).toFixed(2)} pages/s (${pages} in ${seconds.toFixed(1)} s), RSS ${memoryOf(process.pid).resident.toFixed(0)} MB`,
      })
      await outgoing.close()
      await site.close()
    }
    return rows
  } finally {
    await market.close()
  }
}
