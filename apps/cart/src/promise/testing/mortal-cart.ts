import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '@rose-ash/shared/testing'
import { layWire } from './lay-wire.ts'

const root = fileURLToPath(new URL('../../../../..', import.meta.url))

/** What a cart talks to. */
export interface Surroundings {
  databaseUrl: string
  sumupUrl: string
}

/** A process of the cart that dies under SIGKILL at a chosen moment. */
export interface MortalCart {
  origin: string
  /** It dies at the n-th message to or from PostgreSQL or the provider, counted from now. */
  dieAt(message: number): void
  /** How many there were since. */
  messages(): number
  isDead(): boolean
  /** Kills it; resolves when nothing of it can be heard any more. */
  kill(): Promise<void>
}

interface Life {
  origin: string
  end(): Promise<void>
}

/** Starts a cart behind wires on which every message is counted, and waits until it is ready. */
export async function startMortal({ databaseUrl, sumupUrl }: Surroundings): Promise<MortalCart> {
  let [count, last, isDead] = [0, Infinity, false]
  let life: Life | undefined
  let ended: Promise<void> | undefined
  const mayPass = (): boolean => {
    count += 1
    if (count >= last) void kill()
    return !isDead
  }
  const database = new URL(databaseUrl)
  const toDatabase = await layWire(Number(database.port), mayPass)
  const toSumup = await layWire(Number(new URL(sumupUrl).port), mayPass)
  database.port = String(toDatabase.port)

  function kill(): Promise<void> {
    isDead = true
    ended ??= (async () => {
      const over = life?.end()
      toDatabase.cut()
      toSumup.cut()
      await over
    })()
    return ended
  }

  const outward = { databaseUrl: database.href, sumupUrl: `http://127.0.0.1:${toSumup.port}` }
  life = await spawnCart(outward)
  return {
    origin: life.origin,
    dieAt(message) {
      count = 0
      last = message
    },
    messages: () => count,
    isDead: () => isDead,
    kill,
  }
}

async function spawnCart({ databaseUrl, sumupUrl }: Surroundings): Promise<Life> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const nowhere = 'http://127.0.0.1:9'
  const apps = ['BLOG', 'MARKET', 'CART', 'EVENTS', 'FEDERATION', 'ACCOUNT']
  const child = spawn(process.execPath, ['apps/cart/src/server.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      NODE_ENV: 'test',
      BASE_URL: 'http://rose-ash.localhost:8000',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      SECRET: 'a secret for tests, long enough for the rule',
      SMTP_URL: 'smtp://127.0.0.1:9',
      SUMUP_API_URL: sumupUrl,
      SUMUP_API_KEY: 'sup_sk_test',
      SUMUP_MERCHANT_CODE: 'MTEST',
      LOG_LEVEL: 'silent',
      ...Object.fromEntries(apps.map((app) => [`INTERNAL_${app}_URL`, nowhere])),
    },
  })
  const exit = once(child, 'exit')
  await untilReady(origin)
  return {
    origin,
    async end() {
      child.kill('SIGKILL')
      await exit
    },
  }
}

async function untilReady(origin: string): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await wait(25)
  }
  throw new Error('the cart does not become ready')
}
