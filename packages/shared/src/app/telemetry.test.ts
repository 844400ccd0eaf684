import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { testConfig, testDatabase } from '../testing/index.ts'
import { createApp } from './create-app.ts'

const { url } = await testDatabase()

it('sends a span of every request to the collector that is configured', async () => {
  const bodies: Buffer[] = []
  const collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk)).on('end', () => response.end())
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const { port } = collector.address() as AddressInfo
  const config = { databaseUrl: url, telemetryUrl: `http://127.0.0.1:${port}` }
  const app = await createApp(testConfig('blog', config), {
    views: new URL('../../../../apps/blog/src/views/', import.meta.url),
    features: [],
  })

  await app.inject('/healthz')
  await app.close()

  const sent = Buffer.concat(bodies).toString()
  expect(sent).toContain('rose-ash-blog')
  expect(sent).toContain('/healthz')
  collector.close()
})
