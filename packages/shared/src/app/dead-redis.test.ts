import { describe, expect, it } from 'vitest'
import { startRedis, withRedis, hasRedis } from '../cache/testing/private-redis.ts'
import { testApp, testConfig, testDatabase } from '../testing/index.ts'
import { createApp } from './create-app.ts'

const { url } = await testDatabase()
const views = new URL('../../../../apps/market/src/views/', import.meta.url)
const session = {
  personId: '0190c3b4-5d8e-7c31-9f6e-2a4b7c9d1e0f',
  email: 'ana@rose-ash.example',
  name: 'Ana',
  sid: 'sid',
  idToken: 'token',
  signedInAt: '2026-11-22T10:00:00.000Z',
}

describe.skipIf(!hasRedis)(`an app whose ${withRedis} dies`, () => {
  it('goes on, tells who was signed in why they are not, and knows them again afterwards', async () => {
    const redis = await startRedis()
    const config = { ...testConfig('market', { databaseUrl: url }), redisUrl: redis.url }
    const app = await testApp((given) => createApp(given, { views, features: [] }), config)
    const name = (await app.sessions.create(session)) ?? ''
    const look = async (cookies: Record<string, string>) => {
      const { body } = await app.inject({ url: '/none', headers: { accept: 'text/html' }, cookies })
      return body.includes('who is signed in just now')
    }

    const before = await look({ '__Host-session': name })
    redis.freeze()
    await expect.poll(() => look({ '__Host-session': name }), { timeout: 60_000 }).toBe(true)
    const stranger = await look({})
    redis.thaw()
    await expect.poll(() => app.sessions.reachable(), { timeout: 60_000 }).toBe(true)

    expect([before, stranger, await look({ '__Host-session': name })]).toEqual([
      false,
      false,
      false,
    ])
    expect(await app.sessions.read(name)).toMatchObject({ name: 'Ana' })
    await app.close()
    await redis.kill()
  })
})
