import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll } from 'vitest'
import { createServices } from '@rose-ash/shared/services/registry'
import { freePort, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createSumupSandbox } from '@rose-ash/sumup-sandbox'
import type { Shop } from '../../shop.ts'
import type { MoneyMoved } from './broken-promises.ts'
import { type MortalCart, type Person, startMortal } from './mortal-cart.ts'
import { buryTheDead } from './pass-time.ts'

const nowhere = 'http://127.0.0.1:9'

/**
 * A database, a provider that is told how to misbehave, and one cart after the other. Ends with the test
 * file.
 */
export async function openWorld() {
  const { db, url: databaseUrl } = await testDatabase()
  const sumupUrl = `http://127.0.0.1:${await freePort()}`
  const surroundings = { databaseUrl, sumupUrl }
  const sandbox = createSumupSandbox({
    merchants: [
      { code: 'MTEST', name: 'Rose Ash', country: 'GB', currency: 'GBP', apiKeys: ['sup_sk_test'] },
    ],
    publicUrl: sumupUrl,
    behaviour: { webhooks: { mode: 'never' } },
    webhookRetryDelaysMs: [100, 300],
    resolve: (address) => ({ url: (cart?.origin ?? nowhere) + new URL(address).pathname }),
  })
  await sandbox.listen({ port: Number(new URL(sumupUrl).port), host: '127.0.0.1' })
  let cart: MortalCart | undefined
  let starting: Promise<MortalCart> | undefined
  /** `messages`: how many there were while the last schedule's buyers bought. */
  const counts = { carts: 0, deaths: 0, messages: 0 }
  /** Answers that no page should give; a provider that fails can lead to some. */
  const failures: string[] = []
  const deaths: number[] = []
  const cookies = new WeakMap<MortalCart, Map<string, Promise<string>>>()
  afterAll(async () => {
    await cart?.kill()
    await sandbox.close()
  })

  async function startNext(): Promise<MortalCart> {
    if (cart) {
      counts.deaths += 1
      await cart.kill()
      await untilForgotten()
      await buryTheDead(db)
    }
    cart = await startMortal(surroundings)
    counts.carts += 1
    const death = deaths.shift()
    if (death !== undefined) cart.dieAt(death)
    return cart
  }

  /** PostgreSQL has rolled back what the dead were at. */
  async function untilForgotten(): Promise<void> {
    for (let turn = 0; turn < 200; turn += 1) {
      const { rows } = await db.execute<{ busy: number }>(sql`select count(*)::int as busy
        from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and backend_type = 'client backend' and state <> 'idle'`)
      if (rows[0]?.busy === 0) return
      await wait(10)
    }
  }

  const shop: Shop = shopOf()
  return {
    db,
    shop,
    surroundings,
    counts,
    failures,
    origin: () => cart?.origin ?? nowhere,
    messages: () => cart?.messages() ?? 0,
    /** At the cart that is there: signed in at each once. */
    async signIn(person: Person): Promise<string> {
      if (!cart) throw new Error('there is no cart')
      const here = cookies.get(cart) ?? new Map<string, Promise<string>>()
      cookies.set(cart, here)
      const cookie = here.get(person.id) ?? cart.signIn(person)
      here.set(person.id, cookie)
      return cookie
    },
    /** The cart that is there and not dead; the next one when it is. Whoever asks meanwhile waits too. */
    async alive(): Promise<MortalCart> {
      if (cart && !cart.isDead()) return cart
      starting ??= startNext().finally(() => (starting = undefined))
      return starting
    },
    /** The cart dies at these messages: the one that is there, then those that follow it. */
    dieAt([first = Infinity, ...rest]: readonly number[]) {
      deaths.splice(0, deaths.length, ...rest)
      cart?.dieAt(first)
    },
    liveOn() {
      deaths.length = 0
      cart?.dieAt(Infinity)
    },
    async misbehave(behaviour: object): Promise<void> {
      await ask('/_sandbox/behaviour', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(behaviour),
      })
    },
    moneyMoved: async () => (await ask('/_sandbox/charges')).json() as Promise<MoneyMoved>,
  }

  async function ask(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(sumupUrl + path, init)
    if (!response.ok) throw new Error(`the sandbox answers ${response.status} to ${path}`)
    return response
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** The cart as the desk asks it: in this process, and never killed. */
function shopOf(): Shop {
  const config = testConfig('cart')
  const { origins, cooperative, admins } = config
  return {
    config,
    origins,
    services: createServices({ origins, handle: cooperative.handle, admins }),
    log: { warn: () => undefined },
    purge: async () => undefined,
  }
}
