import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { on, once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sessionCookie } from '@rose-ash/shared/oauth'
import { freePort } from '@rose-ash/shared/testing'
import type { SignedIn, SigningIn } from './cart-with-members.ts'
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
  /** Signs somebody in; answers their cookie. */
  signIn(person: Person): Promise<string>
  /** Kills it; resolves when nothing of it can be heard any more. */
  kill(): Promise<void>
}

/** A member, as a session knows them. */
export interface Person {
  id: string
  email: string
  name: string | null
}

interface Life {
  origin: string
  child: ChildProcess
  end(): Promise<void>
}

/** Starts a cart behind wires on which every message is counted, and waits until it is ready. */
export async function startMortal({ databaseUrl, sumupUrl }: Surroundings): Promise<MortalCart> {
  let [count, last, isDead] = [0, Infinity, false]
  let begun: Life | undefined
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
      const over = begun?.end()
      toDatabase.cut()
      toSumup.cut()
      await over
    })()
    return ended
  }

  const outward = { databaseUrl: database.href, sumupUrl: `http://127.0.0.1:${toSumup.port}` }
  const life = await spawnCart(outward)
  begun = life
  return {
    origin: life.origin,
    dieAt(message) {
      count = 0
      last = message
    },
    messages: () => count,
    isDead: () => isDead,
    signIn: (person) => signIn(life.child, person),
    kill,
  }
}

async function signIn(child: ChildProcess, { id: personId, email, name }: Person): Promise<string> {
  if (!child.connected) throw new Error('a dead cart signs nobody in')
  const sid = randomUUID()
  const known = {
    personId,
    email,
    name,
    sid,
    idToken: 'none',
    signedInAt: new Date().toISOString(),
  }
  const told = on(child, 'message', { close: ['exit'] })
  child.send({ session: known } satisfies SigningIn, () => undefined)
  for await (const [one] of told as AsyncIterable<[SignedIn]>)
    if (one.sid === sid) return `${sessionCookie}=${one.name}`
  throw new Error('the cart died before somebody was signed in')
}

async function spawnCart({ databaseUrl, sumupUrl }: Surroundings): Promise<Life> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const nowhere = 'http://127.0.0.1:9'
  const apps = ['BLOG', 'MARKET', 'CART', 'EVENTS', 'FEDERATION', 'ACCOUNT']
  const child = spawn(process.execPath, ['apps/cart/src/promise/testing/cart-with-members.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
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
    child,
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
