import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { type Db, openDatabase, prepared } from './index.ts'
import { testDatabase } from '../testing/index.ts'

const { db, url } = await testDatabase()

/** 100 divided by a number, and the connection that did it. */
const hundredth = (on: Db, by: number) =>
  prepared(on, 'test_hundredth', (known) =>
    known
      .select({
        result: sql<number>`100 / ${sql.placeholder('by')}::int`,
        connection: sql<number>`pg_backend_pid()`,
      })
      .from(sql`(select 1) one`)
      .prepare('test_hundredth'),
  ).execute({ by })

const sleep = (on: Db, seconds: number) =>
  prepared(on, 'test_sleep', (known) =>
    known
      .select({ slept: sql<string>`pg_sleep(${sql.placeholder('seconds')})` })
      .from(sql`(select 1) one`)
      .prepare('test_sleep'),
  ).execute({ seconds })

const namesOf = async (on: Db) => {
  const found = await prepared(on, 'test_names', (known) =>
    known
      .select({ name: sql<string>`name` })
      .from(sql`test_names`)
      .prepare('test_names'),
  ).execute()
  return found.map(({ name }) => name)
}

describe('named statements', () => {
  it('share two connections and get each their own answer', async () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index + 1)

    const answers = await Promise.all(numbers.map((by) => hundredth(db, by)))

    expect(answers.map(([row]) => row?.result)).toEqual(numbers.map((by) => Math.trunc(100 / by)))
    expect(new Set(answers.map(([row]) => row?.connection)).size).toBe(2)
  })

  it('fail alone', async () => {
    const asked = [1, 0, 2, 0, 5].map((by) => hundredth(db, by))

    const settled = await Promise.allSettled(asked)

    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(await hundredth(db, 4)).toMatchObject([{ result: 25 }])
  })

  it('do not wait behind slow ones', async () => {
    const order: string[] = []
    const slow = [1, 2, 3].map(() => sleep(db, 0.8).then(() => order.push('slow')))
    await wait(100)

    await Promise.all([1, 2, 3].map((by) => hundredth(db, by).then(() => order.push('quick'))))
    await Promise.all(slow)

    expect(order).toEqual(['quick', 'quick', 'quick', 'slow', 'slow', 'slow'])
  })

  it('stay in the transaction that asks them', async () => {
    await db.execute(sql`create table test_names (name text)`)
    await db.transaction(async (tx) => {
      await tx.execute(sql`insert into test_names values ('Ada')`)

      expect(await namesOf(tx)).toEqual(['Ada'])
      expect(await namesOf(db)).toEqual([])
    })

    expect(await namesOf(db)).toEqual(['Ada'])
  })
})

describe('a connection that named statements share', () => {
  it('is opened anew when the server has ended it', async () => {
    const own = openDatabase({ url, size: 2, onError: () => undefined })
    const [before] = await hundredth(own.db, 1)
    const lost = Promise.allSettled([sleep(own.db, 30), sleep(own.db, 30)])
    await wait(50)

    await db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`)

    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const [after] = await hundredth(own.db, 5)
    expect(after).toMatchObject({ result: 20 })
    expect(after?.connection).not.toBe(before?.connection)
    await own.close()
  })

  it('is told of when it ends while nobody uses it, and opened anew', async () => {
    const told: Error[] = []
    const own = openDatabase({ url, size: 2, onError: (error) => void told.push(error) })
    const [before] = await hundredth(own.db, 1)

    await db.execute(sql`select pg_terminate_backend(${before?.connection})`)
    await expect.poll(() => told).toMatchObject([{ code: '57P01' }])

    const [after] = await hundredth(own.db, 5)
    expect(after).toMatchObject({ result: 20 })
    expect(after?.connection).not.toBe(before?.connection)
    await own.close()
  })

  it('is closed with the pool, after what it was asked', async () => {
    const own = openDatabase({ url, size: 2, onError: () => undefined })
    const asked = Promise.all([hundredth(own.db, 1), hundredth(own.db, 2), sleep(own.db, 0.2)])
    await wait(50)

    await own.close()

    expect((await asked).map((rows) => rows.length)).toEqual([1, 1, 1])
    await expect(hundredth(own.db, 4)).rejects.toThrow('Failed query')
  })

  it('says what it says without a server', async () => {
    const nowhere = new URL(url)
    nowhere.port = '1'
    const own = openDatabase({ url: nowhere.href, size: 2, onError: () => undefined })

    await expect(hundredth(own.db, 1)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
    await expect(hundredth(own.db, 1)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })

    await own.close()
  })
})
