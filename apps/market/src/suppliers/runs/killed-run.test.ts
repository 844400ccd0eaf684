import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { forEachApp } from '@rose-ash/shared/config'
import { observations, proposals, supplierItems } from '@rose-ash/shared/db/models/market-review'
import { supplierPages, supplierRuns } from '@rose-ash/shared/db/models/market-suppliers'
import { testConfig, testDatabase } from '@rose-ash/shared/testing'
import { supplierWorld } from '../testing/supplier-world.ts'
import { startRun } from './control-run.ts'
import { runSupplier } from './run-supplier.ts'

const { db, url } = await testDatabase()
const program = fileURLToPath(new URL('../testing/run-process.ts', import.meta.url))

const inProcess = (runId: string, siteUrl: string) =>
  spawn(process.execPath, [program, runId, siteUrl], {
    stdio: 'ignore',
    env: {
      ...process.env,
      NODE_ENV: 'test',
      BASE_URL: 'http://rose-ash.localhost:8000',
      PORT: '0',
      DATABASE_URL: url,
      SECRET: testConfig('market').secret,
      SMTP_URL: 'smtp://127.0.0.1:9',
      SUMUP_API_KEY: 'none',
      SUMUP_MERCHANT_CODE: 'none',
      ...Object.fromEntries(
        Object.keys(forEachApp(() => '')).map((app) => [
          `INTERNAL_${app.toUpperCase()}_URL`,
          'http://127.0.0.1:9',
        ]),
      ),
    },
  })

const kept = () => db.$count(supplierPages, eq(supplierPages.outcome, 'ok'))

it('is killed twice in the middle of a run and sees every product once all the same', async () => {
  const { parts, people, site } = await supplierWorld(db, { count: 48 })
  const runId = await startRun(parts, people)

  for (const until of [5, 25]) {
    const child = inProcess(runId, site.url)
    await expect.poll(kept, { timeout: 60_000, interval: 5 }).toBeGreaterThan(until)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  expect(await kept()).toBeLessThan(50)
  expect(await runSupplier(parts, runId)).toEqual({ outcome: 'done' })

  const items = await db.$count(supplierItems)
  expect(await kept()).toBe(50)
  expect(items).toBe(48 + 8)
  expect(await db.$count(observations)).toBe(items)
  expect(await db.$count(proposals, eq(proposals.kind, 'new'))).toBe(items)
  expect(await db.select({ state: supplierRuns.state }).from(supplierRuns)).toEqual([
    { state: 'done' },
  ])
  // A page that was being asked for when the process died is asked for once more, no other.
  expect(site.requests.length).toBeLessThanOrEqual(1 + 50 + 2)
})
