import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { forEachApp } from '../config/index.ts'
import { people } from '../db/models/account.ts'
import { apActivities, apHandlings } from '../db/models/federation.ts'
import { testDatabase } from '../testing/test-database.ts'
import { emitActivity } from './emit-activity.ts'
import { EventProcessor } from './event-processor.ts'
import { type Handlers, runHandling } from './run-handling.ts'

const { db, url } = await testDatabase()
const emitter = { origins: forEachApp((app) => `https://${app}.rose-ash.example`), handle: 'coop' }
const draft = { app: 'cart', type: 'Accept', object: { type: 'Order', path: '/orders/1' } } as const

describe('the outbox', () => {
  it('keeps valid ActivityStreams, addressed to everybody only when public', async () => {
    const id = await emitActivity(db, emitter, {
      app: 'blog',
      type: 'Create',
      object: { type: 'Article', path: '/the-oven', name: 'The oven' },
      public: true,
    })

    const [row] = await db.select().from(apActivities).where(eq(apActivities.id, id))
    expect(row).toMatchObject({ type: 'Create', objectType: 'Article', isPublic: true })
    expect(row?.activity).toMatchObject({
      id: `https://blog.rose-ash.example/activities/${id}`,
      type: 'Create',
      actor: 'https://blog.rose-ash.example/users/coop',
      to: ['https://www.w3.org/ns/activitystreams#Public'],
      object: { type: 'Article', id: 'https://blog.rose-ash.example/the-oven', name: 'The oven' },
    })
    expect(await handlingsOf(id)).toEqual([])
  })

  it('writes nothing when the transaction rolls back', async () => {
    const before = await db.$count(apActivities)

    await db
      .transaction(async (tx) => {
        await emitActivity(tx, emitter, draft)
        throw new Error('never mind')
      })
      .catch(() => undefined)

    expect(await db.$count(apActivities)).toBe(before)
  })

  it('does what a handler writes exactly once, with the tick, when many look at once', async () => {
    const id = await emitActivity(db, emitter, draft)
    const handlers: Handlers = {
      'cart.send-receipt': async (tx, activity) => {
        await tx.insert(people).values({ email: `once-${activity.id}@rose-ash.example` })
      },
    }

    const outcomes = await Promise.all(Array.from({ length: 6 }, () => runHandling(db, handlers)))

    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1)
    expect(await handlingsOf(id)).toMatchObject([{ state: 'done', attempts: 1 }])
  })

  it('rolls a failing handler back, keeps its error and tries again later', async () => {
    const id = await emitActivity(db, emitter, draft)
    const handlers: Handlers = {
      'cart.send-receipt': async (tx) => {
        await tx.insert(people).values({ email: 'half-done@rose-ash.example' })
        throw new Error('no printer')
      },
    }

    expect(await runHandling(db, handlers)).toMatchObject({ kind: 'failed', givenUp: false })
    expect(await runHandling(db, handlers)).toEqual({ kind: 'idle' })

    expect(await handlingsOf(id)).toMatchObject([
      { state: 'waiting', attempts: 1, lastError: 'Error: no printer' },
    ])
    const halfDone = eq(people.email, 'half-done@rose-ash.example')
    expect(await db.$count(people, halfDone)).toBe(0)
    await db.delete(apHandlings).where(eq(apHandlings.activityId, id))
  })

  it('wakes its processor on commit', async () => {
    const seen: string[] = []
    const processor = new EventProcessor({
      db,
      url,
      log: pino({ level: 'silent' }),
      pollMs: 60_000,
      handlers: {
        'cart.send-receipt': async (_tx, { objectUri }) => {
          seen.push(objectUri)
        },
      },
    })
    await processor.start()

    await emitActivity(db, emitter, draft)

    await expect.poll(() => seen).toEqual(['https://cart.rose-ash.example/orders/1'])
    await processor.stop()
  })
})

const handlingsOf = (id: string) =>
  db.select().from(apHandlings).where(eq(apHandlings.activityId, id))
