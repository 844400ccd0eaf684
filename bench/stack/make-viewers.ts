import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
// What the factory adds to Fastify, for the types of the sign-in.
import type {} from '@rose-ash/shared/app'
import { Cache, connectRedis, redisStore } from '@rose-ash/shared/cache'
import { type AppName, appNames } from '@rose-ash/shared/config'
import { openDatabase } from '@rose-ash/shared/db'
import { people } from '@rose-ash/shared/db/models/account'
import { basketLines, baskets } from '@rose-ash/shared/db/models/cart'
import { variants } from '@rose-ash/shared/db/models/market'
import { createSessions, sessionCookie } from '@rose-ash/shared/oauth'
import type { BenchStack } from './start-bench-stack.ts'

/** Somebody signed in at every app, with a name and a number of things in the basket like no other. */
export interface Viewer {
  name: string
  inBasket: number
  cookies: Record<AppName, string>
}

const LINES = 3

/** Makes viewers, their baskets and their sessions as the apps themselves would. */
export async function makeViewers(stack: BenchStack, count: number): Promise<Viewer[]> {
  const viewers = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    name: `Viewer ${String(index).padStart(3, '0')}`,
    email: `viewer-${index}@rose-ash.example`,
    inBasket: LINES + index,
  }))
  await fillBaskets(stack, viewers)
  const cookies = await signIn(stack, viewers)
  return viewers.map(({ id, name, inBasket }) => {
    const own = cookies.get(id)
    if (!own) throw new Error(`${name} is not signed in`)
    return { name, inBasket, cookies: own }
  })
}

/** A file for wrk: a line of cookies for each viewer, to be sent to this app. */
export async function cookieFile(
  stack: BenchStack,
  viewers: readonly Viewer[],
  app: AppName,
): Promise<string> {
  const path = join(stack.folder, `cookies-${app}`)
  await writeFile(path, viewers.map(({ cookies }) => `${cookies[app]}\n`).join(''))
  return path
}

interface Person {
  id: string
  name: string
  email: string
  inBasket: number
}

async function fillBaskets({ databaseUrl }: BenchStack, viewers: Person[]): Promise<void> {
  const { db, close } = openDatabase({ url: databaseUrl, size: 1, onError: () => undefined })
  try {
    await db.insert(people).values(viewers.map(({ id, name, email }) => ({ id, name, email })))
    const rows = viewers.map(({ id: personId }) => ({ id: randomUUID(), personId }))
    await db.insert(baskets).values(rows)
    const items = await db.select({ id: variants.id }).from(variants).limit(LINES)
    const lines = viewers.flatMap(({ inBasket }, index) =>
      items.map(({ id: itemId }, line) => ({
        basketId: rows[index]?.id ?? '',
        kind: 'product' as const,
        itemId,
        quantity: Math.floor((inBasket + line) / LINES),
      })),
    )
    await db.insert(basketLines).values(lines)
  } finally {
    await close()
  }
}

async function signIn(
  { redisUrl }: BenchStack,
  viewers: Person[],
): Promise<Map<string, Record<AppName, string>>> {
  const redis = await connectRedis(redisUrl)
  const log = { info: () => undefined, warn: () => undefined }
  const store = redisStore(redis, { prefix: '', log })
  const cache = new Cache({ store, bus: null })
  try {
    const cookies = new Map<string, Record<AppName, string>>()
    for (const { id, email, name } of viewers) {
      const signedInAt = new Date().toISOString()
      const session = { personId: id, email, name, signedInAt, sid: randomUUID(), idToken: 'none' }
      const entries = await Promise.all(
        appNames.map(async (app) => {
          const sessionName = await createSessions({ app, store, cache }).create(session)
          return [app, `${sessionCookie}=${sessionName}`] as const
        }),
      )
      cookies.set(id, Object.fromEntries(entries) as Record<AppName, string>)
    }
    return cookies
  } finally {
    redis.disconnect()
  }
}
