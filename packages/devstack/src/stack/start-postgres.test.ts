import { chmodSync } from 'node:fs'
import { query } from '@rose-ash/shared/testing/postgres'
import { freePort, temporaryFolder } from '@rose-ash/shared/testing'
import { expect, it } from 'vitest'
import { startPostgres } from './start-postgres.ts'

it('starts again on what it kept, under whoever it was started by', async () => {
  const stateDir = temporaryFolder('rose-ash-postgres')
  chmodSync(stateDir, 0o755)
  const first = await startPostgres({ stateDir, port: await freePort() })
  await query(first.url, 'create table kept ()')
  await first.stop()

  const second = await startPostgres({ stateDir, port: await freePort() })
  const answer = query(second.url, 'select from kept')

  await expect(answer).resolves.toBeUndefined()
  await second.stop()
})
