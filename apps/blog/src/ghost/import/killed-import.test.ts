import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { count } from 'drizzle-orm'
import { afterAll, expect, it } from 'vitest'
import { forEachApp } from '@rose-ash/shared/config'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { revisions } from '@rose-ash/shared/db/models/blog-writing'
import { testConfig, testDatabase } from '@rose-ash/shared/testing'
import { aGhostDocument, ghostWorld } from '../testing/ghost-world.ts'
import { startImport } from './control-import.ts'
import { runImport } from './run-import.ts'

const { db, url } = await testDatabase()
const program = fileURLToPath(new URL('../testing/import-process.ts', import.meta.url))
const wanted = 60
const folder = mkdtempSync(join(tmpdir(), 'killed-import-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const inProcess = (importId: string, ghostUrl: string) =>
  spawn(process.execPath, [program, importId, ghostUrl, folder], {
    stdio: 'ignore',
    env: {
      ...process.env,
      NODE_ENV: 'test',
      BASE_URL: 'http://rose-ash.localhost:8000',
      PORT: '0',
      DATABASE_URL: url,
      SECRET: testConfig('blog').secret,
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

async function kept(): Promise<number> {
  const [row] = await db.select({ n: count() }).from(posts)
  return row?.n ?? 0
}

it('is killed in the middle of an import and takes every post once all the same', async () => {
  const { ghost, parts, adminId: personId, siteId } = await ghostWorld(db)
  for (let n = 0; n < wanted; n += 1) {
    ghost.state.add('posts', { title: `Post ${n}`, lexical: aGhostDocument(`Words ${n}`) })
  }
  const id = await startImport(parts, { personId, siteId })

  for (const until of [5, 25]) {
    const child = inProcess(id, ghost.url)
    await expect.poll(kept, { timeout: 60_000, interval: 10 }).toBeGreaterThan(until)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  expect(await kept()).toBeLessThan(wanted)
  expect((await runImport(parts, id)).outcome).toBe('done')

  expect(await kept()).toBe(wanted)
  expect(await db.select().from(revisions)).toHaveLength(wanted)
  const links = await db.select().from(ghostLinks)
  expect(links.filter(({ kind }) => kind === 'post')).toHaveLength(wanted)
  expect(new Set((await db.select().from(posts)).map(({ slug }) => slug)).size).toBe(wanted)
})
