import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { supplierRuns, suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { addJob } from '@rose-ash/shared/jobs'
import { temporaryFolder, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { expect, it } from 'vitest'
import { createMarket } from '../../app.ts'
import { keepFile } from '../files/run-file.ts'
import { supplierWorld } from '../testing/supplier-world.ts'

const { db, url: databaseUrl } = await testDatabase()

it('a price list that nobody reads any more is read on by the task of the minute', async () => {
  const { parts, people, supplier } = await supplierWorld(db, { count: 1 })
  await testApp(createMarket, testConfig('market', { databaseUrl }))
  const path = join(temporaryFolder('forgotten'), 'list.csv')
  await writeFile(path, 'Nr;Name;Preis\n7;Rye;2,50\n')
  const runId = await keepFile(parts, { ...people, path, name: 'list.csv' })
  const fileColumns = { sku: 'Nr', name: 'Name', price: 'Preis' }
  await db.update(suppliers).set({ fileColumns }).where(eq(suppliers.id, supplier.id))
  // As after a job that failed too often: it runs, and no job is there.
  await db.update(supplierRuns).set({ state: 'running' }).where(eq(supplierRuns.id, runId))

  await addJob(db, { task: 'supplier-runs-due', key: 'now', payload: {} })

  const run = async () => {
    const [row] = await db.select().from(supplierRuns).where(eq(supplierRuns.id, runId))
    return { state: row?.state, items: row?.report?.['items'] }
  }
  await expect.poll(run, { timeout: 60_000 }).toEqual({ state: 'done', items: 1 })
})
