import { setTimeout as wait } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AddressInfo } from 'node:net'
import { apHandlings } from '@rose-ash/shared/db/models/federation'
import { freeStuckJobs } from '@rose-ash/shared/jobs'
import { createServices } from '@rose-ash/shared/services/registry'
import { anOrder, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMailCatcher } from '../mail/mail-catcher.ts'
import { type AppProcess, startApp } from './start-app.ts'

const { db, pool, url } = await testDatabase()
const catcher = createMailCatcher()
const many = 40
let running: AppProcess | undefined
const over = new AbortController()

beforeAll(() => new Promise<void>((resolve) => catcher.smtp.listen(0, '127.0.0.1', resolve)))
afterAll(async () => {
  over.abort()
  running?.child.kill('SIGKILL')
  await new Promise<void>((resolve) => catcher.smtp.close(resolve))
})

it('mails every receipt once, however often the cart is killed meanwhile', async () => {
  const emails = await payOrders(many)
  const { port } = catcher.smtp.server.address() as AddressInfo
  const env = { SMTP_URL: `smtp://127.0.0.1:${port}` }

  let kills = 0
  while (!over.signal.aborted && ((await waiting()) > 0 || distinct().size < many)) {
    running = await startApp('cart', { databaseUrl: url, env })
    await untilBusy(running)
    if (kills < 6) {
      running.child.kill('SIGKILL')
      await running.exit
      kills += 1
      await letFiveMinutesPass()
    } else {
      await untilDone()
    }
  }

  expect(kills).toBeGreaterThanOrEqual(3)
  expect(catcher.messages.map(({ to }) => to[0])).toEqual(expect.arrayContaining(emails))
  // A mail whose delivery was cut off may come again; its Message-ID tells that it is the same.
  expect(distinct().size).toBe(many)
  expect(await db.$count(apHandlings, eq(apHandlings.state, 'done'))).toBe(many)
})

async function payOrders(count: number): Promise<string[]> {
  const { origins, cooperative, admins } = testConfig('cart')
  const services = createServices({ origins, handle: cooperative.handle, admins })
  const emails = Array.from({ length: count }, (_, n) => `buyer-${n}@rose-ash.example`).toSorted()
  for (const email of emails) {
    await db.transaction(async (tx) => {
      const order = await anOrder(tx, { email })
      const object = { type: 'Order', path: `/orders/${order.id}` }
      await services.federation.publish(tx, { app: 'cart', type: 'Accept', object })
    })
  }
  return emails
}

const waiting = () => db.$count(apHandlings, eq(apHandlings.state, 'waiting'))

const distinct = () => new Set(catcher.messages.map(({ messageId }) => messageId))

/** Lets the process get at something, so that it is killed in the middle. */
async function untilBusy({ exit }: AppProcess): Promise<void> {
  const [handled, sent] = [await waiting(), catcher.messages.length]
  const ended = exit.then(() => 'ended')
  for (let turn = 0; turn < 1_500; turn += 1) {
    const moved = (await waiting()) < handled || catcher.messages.length > sent
    if (moved || (await Promise.race([ended, wait(5)])) === 'ended') return
  }
}

/** What the dead left locked is freed by then. */
async function letFiveMinutesPass(): Promise<void> {
  await db.execute(sql`
    update graphile_worker._private_jobs set locked_at = locked_at - interval '6 minutes'
    where locked_at is not null`)
  await freeStuckJobs(pool)
}

async function untilDone(): Promise<void> {
  for (let turn = 0; turn < 600 && distinct().size < many; turn += 1) await wait(50)
}
