import { afterAll } from 'vitest'
import type { Db } from '@rose-ash/shared/db'
import { roles } from '@rose-ash/shared/db/models/account'
import { containerRelations, pageManagers } from '@rose-ash/shared/db/models/blog'
import { markets } from '@rose-ash/shared/db/models/market'
import { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { createOutgoing } from '@rose-ash/shared/http'
import { createServices } from '@rose-ash/shared/services/registry'
import { aPage, aPerson, testConfig } from '@rose-ash/shared/testing'
import { startSupplierSite } from '../../scraping/testing/supplier-site.ts'
import { startRun } from '../runs/control-run.ts'
import { runSupplier, type RunOptions } from '../runs/run-supplier.ts'
import type { SupplierParts } from '../supplier-parts.ts'

/** What reads the pages of the tests' shop that say nothing to machines. */
const tableRecipe = {
  list: { items: 'a.item' },
  product: {
    name: { selector: 'h1' },
    sku: { selector: '.no', after: 'Art.-Nr.:' },
    gtin: { selector: '.ean' },
    price: { selector: '.price' },
    availability: { selector: '.stock' },
  },
}

/** A market with a manager, and a supplier that it reads from a shop on this machine. */
export async function supplierWorld(
  db: Db,
  {
    count = 12,
    values = {},
  }: { count?: number; values?: Partial<typeof suppliers.$inferInsert> } = {},
) {
  const site = await startSupplierSite({ count, crawlDelay: 0, currency: 'EUR' })
  const outgoing = createOutgoing({ allow: [site.url] })
  afterAll(async () => {
    await outgoing.close()
    await site.close()
  })
  const appConfig = testConfig('market')
  const { origins, cooperative, admins } = appConfig
  const services = createServices({ origins, handle: cooperative.handle, admins })
  const parts: SupplierParts = {
    db,
    services,
    appConfig,
    outgoing,
    userAgent: 'RoseAsh/1.0 (+https://coop.example; catalogue reader)',
    purge: async () => undefined,
  }
  const [manager, admin, member, page] = await Promise.all([
    aPerson(db),
    aPerson(db),
    aPerson(db),
    aPage(db),
  ])
  await db.insert(roles).values({ personId: admin.id, role: 'admin' })
  await db.insert(pageManagers).values({ pageId: page.id, personId: manager.id })
  const slug = `stall-${page.slug}`
  const [market] = await db.insert(markets).values({ slug, title: 'Stall' }).returning()
  const marketId = market?.id ?? ''
  await db.insert(containerRelations).values({ pageId: page.id, kind: 'market', thingId: marketId })
  const [supplier] = await db
    .insert(suppliers)
    .values({
      marketId,
      title: 'Großhandel Nord',
      email: 'orders@nord.example',
      startUrl: `${site.url}/`,
      currency: 'EUR',
      locale: 'de-DE',
      rateSeconds: 0,
      recipe: tableRecipe,
      ...values,
    })
    .returning()
  if (!supplier) throw new Error('an insert answers its row')
  const people = { personId: manager.id, supplierId: supplier.id }
  return {
    site,
    parts,
    people,
    marketId,
    supplier,
    managerId: manager.id,
    adminId: admin.id,
    memberId: member.id,
    /** Reads the catalogue once, to its end. */
    async read(options: RunOptions = {}) {
      const runId = await startRun(parts, people)
      const result = await runSupplier(parts, runId, { backOffMs: 20, ...options })
      return { runId, ...result }
    },
  }
}
