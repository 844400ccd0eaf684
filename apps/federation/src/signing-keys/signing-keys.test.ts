import { decodeProtectedHeader } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { signingKeys } from '@rose-ash/shared/db/models/federation'
import { testConfig, testDatabase } from '@rose-ash/shared/testing'
import { fastify } from 'fastify'
import { createProviderSource } from '../provider/provider-source.ts'
import { readSigningKeys } from './queries.ts'
import { rotateSigningKeys } from './rotate-signing-keys.ts'

const { db } = await testDatabase()
const config = testConfig('federation')
const { secret } = config
const day = (n: number) => new Date(Date.UTC(2026, 10, 1 + n))

beforeEach(async () => void (await db.delete(signingKeys)))

const rotate = (on: Date) => rotateSigningKeys(db, { secret, now: on })
const kids = async (on: Date) =>
  (await readSigningKeys(db, { secret, now: on })).map(({ kid }) => kid)

/** What the daily job does. */
async function everyDay(from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) await rotate(day(n))
}

describe('signing keys', () => {
  it('are one to begin with, however many processes begin at once', async () => {
    await Promise.all([rotate(day(0)), rotate(day(0)), rotate(day(0))])

    expect(await kids(day(0))).toHaveLength(1)
  })

  it('change every 30 days: published two days before, and 15 days after', async () => {
    await everyDay(0, 27)
    const [first] = await kids(day(27))
    expect(await kids(day(27))).toEqual([first])

    await everyDay(28, 29)
    const [, second] = await kids(day(28))
    expect(second).not.toBe(first)
    expect(await kids(day(28))).toEqual([first, second])
    expect(await kids(day(29))).toEqual([first, second])

    await everyDay(30, 44)
    expect(await kids(day(30))).toEqual([second, first])
    expect(await kids(day(44))).toEqual([second, first])

    await everyDay(45, 45)
    expect(await kids(day(45))).toEqual([second])
    expect(await db.$count(signingKeys)).toBe(1)
  })

  it('are announced as long when the job did not run for weeks', async () => {
    await rotate(day(0))
    await rotate(day(50))

    const [first, second] = await kids(day(51))
    expect(await kids(day(52))).toEqual([second, first])
  })

  it('are unreadable in the database', async () => {
    await rotate(day(0))

    const [jwk] = await readSigningKeys(db, { secret, now: day(0) })
    const [row] = await db.select().from(signingKeys)

    expect(jwk?.d).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify(row)).not.toContain(jwk?.d)
    expect(Buffer.from(row?.sealedJwk ?? '', 'base64url').toString()).not.toContain('crv')
  })

  it('are made anew when the platform has another secret', async () => {
    await rotate(day(0))
    const before = await kids(day(0))
    const now = { secret: 'another secret, just as long as the first', now: day(0) }

    await rotateSigningKeys(db, now)

    const [after] = await readSigningKeys(db, now)
    expect(before).not.toContain(after?.kid)
    expect(await db.$count(signingKeys)).toBe(1)
  })
})

it('a running provider takes up new keys by itself', async () => {
  let now = day(0)
  const source = createProviderSource({
    config,
    db,
    log: fastify().log,
    now: () => now,
    findPerson: async () => undefined,
    renderError: () => undefined,
  })
  const signedWith = async () => {
    const provider = await source()
    const client = await provider.Client.find('market')
    const token = new provider.IdToken({}, client ? { client } : {})
    token.set('sub', 'somebody')
    return decodeProtectedHeader(await token.issue({ use: 'logout' })).kid
  }
  const first = await signedWith()

  now = day(28)
  await rotate(now)
  expect(await signedWith()).toBe(first)
  const [, second] = await kids(now)
  const built = await source()

  now = new Date(day(30).getTime() + 1)
  expect(await signedWith()).toBe(second)
  expect(await source()).not.toBe(built)
  now = new Date(now.getTime() + 59_000)
  expect(await source()).toBe(await source())
})
