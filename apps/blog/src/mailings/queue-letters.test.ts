import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { mailings, newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { aPage, testDatabase } from '@rose-ash/shared/testing'
import { queueLetters } from './queue-letters.ts'

const { db } = await testDatabase()
const origin = 'https://blog.example'

it('has one letter for each of 250 readers, though two ask at once and one dies over it', async () => {
  const { id: postId } = await aPage(db, { type: 'post', title: 'News', html: '<p>One.</p>' })
  const [newsletter] = await db.insert(newsletters).values({ slug: 'n', name: 'N' }).returning()
  const newsletterId = newsletter?.id ?? ''
  const emails = Array.from({ length: 250 }, (_, n) => ({ email: `r${n}@example.org` }))
  const readers = await db.insert(people).values(emails).returning({ personId: people.id })
  await db.insert(subscriptions).values(readers.map((one) => ({ ...one, newsletterId })))
  await db.insert(mailings).values({ postId, newsletterId })
  const letters = async () => {
    const { rows } = await db.execute<{ key: string }>(
      sql`select key from graphile_worker.jobs where key like 'letter-%'`,
    )
    return new Set(rows.map(({ key }) => key)).size
  }

  await db
    .transaction(async (tx) => {
      await queueLetters(tx, origin)
      throw new Error('died')
    })
    .catch(() => undefined)
  expect(await letters()).toBe(0)
  await queueLetters(db, origin)
  expect(await letters()).toBe(100)
  await db.execute(sql`update blog.posts set title = 'Corrected', html = '<p>Two.</p>'`)
  const untilDone = async () => {
    while (await queueLetters(db, origin));
  }
  await Promise.all([untilDone(), untilDone()])
  await untilDone()

  expect(await letters()).toBe(250)
  expect(await db.select().from(mailings)).toEqual([
    expect.objectContaining({
      letters: 250,
      subject: 'News',
      html: '<p>One.</p>',
      finishedAt: expect.any(Date),
    }),
  ])
})

it('lets everything else be done before its letters', async () => {
  const { rows } = await db.execute<{ task: string; priority: number }>(
    sql`select distinct task_identifier as task, priority from graphile_worker.jobs`,
  )
  expect(rows).toEqual([{ task: 'send-letter', priority: 10 }])
})

it('waits while readers do not see the post', async () => {
  const { id: postId } = await aPage(db, { type: 'post', status: 'draft' })
  const [newsletter] = await db.insert(newsletters).values({ slug: 'm', name: 'M' }).returning()
  await db.insert(mailings).values({ postId, newsletterId: newsletter?.id ?? '' })

  expect(await queueLetters(db, origin)).toBe(false)
})
