import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { comments } from '@rose-ash/shared/db/models/federation-comments'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createFederation } from '../app.ts'
import { aConversation } from '../testing/a-conversation.ts'

const { db, url } = await testDatabase()
const app = await testApp(createFederation, testConfig('federation', { databaseUrl: url }))
const { federation, shown, someone, aPost } = aConversation(app)

describe('a long conversation', () => {
  let post: Awaited<ReturnType<typeof aPost>>
  let ids: string[] = []

  beforeAll(async () => {
    post = await aPost()
    const personId = await someone()
    await db.insert(comments).values(
      Array.from({ length: 30 }, () => ({
        postId: post.id,
        personId,
        text: crypto.randomUUID(),
      })),
    )
    const other = await aPost()
    await db.execute(sql`
      insert into federation.comments (id, post_id, text)
      select ('01a0' || lpad(to_hex(n), 4, '0') || '-0000-7000-8000-000000000000')::uuid,
        case when n % 100 < 1 then ${post.id}::uuid else ${other.id}::uuid end, 'Loaf ' || n
      from generate_series(1, 10000) n`)
    const gone = { removedAt: new Date(), removedBy: 'author' as const, text: 'Gone.' }
    await db
      .insert(comments)
      .values({ ...gone, id: '01a00000-0000-7000-8000-000000000000', postId: post.id })
    await db.execute(sql`analyze federation.comments`)
    const rows = await db.select().from(comments).where(eq(comments.postId, post.id))
    ids = rows.flatMap(({ id, removedAt }) => (removedAt ? [] : [id])).toSorted()
  })

  it('comes in pages of fifty threads, each once, the oldest first', async () => {
    const shownIds = (html: string) =>
      [...html.matchAll(/id="comment-([0-9a-f-]{36})"/g)].map(([, id]) => id)
    const first = await shown(post)
    const from = /\?from=([0-9a-f-]{36})/.exec(first)?.[1] ?? ''
    const second = await shown(post, { from })
    const third = await shown(post, { from: /\?from=([0-9a-f-]{36})/.exec(second)?.[1] ?? '' })

    expect([first, second, third].flatMap(shownIds)).toEqual(ids)
    expect(shownIds(first)).toHaveLength(50)
    expect(third).not.toContain('More of the conversation')
  })

  it('is read by its index in one statement, and so is the newest of all for the desk', async () => {
    const client = Reflect.get(app.db, '$client') as {
      query: (statement: { text: string }, values?: unknown[]) => Promise<unknown>
    }
    const planOf = async (ask: () => Promise<unknown>) => {
      const asked = vi.spyOn(client, 'query')
      await ask()
      const calls = [...asked.mock.calls]
      asked.mockRestore()
      const [statement, values] = calls[0] ?? []
      const text = `explain (analyze, costs off, timing off) ${statement?.text}`
      const { rows } = (await client.query({ text }, values)) as { rows: object[] }
      return { statements: calls.length, plan: rows.flatMap(Object.values).join('\n') }
    }

    const page = await planOf(() => shown(post, { as: '01a20000-0000-7000-8000-000000000000' }))
    const desk = await planOf(() => federation.newestComments(app.db, { postIds: null, limit: 31 }))

    expect(page.statements).toBe(1)
    expect(page.plan).toContain('comments_in_reading_order')
    expect(page.plan + desk.plan).not.toContain('Seq Scan on comments')
    expect(desk.plan).toContain('comments_pkey')
    const read = [...desk.plan.matchAll(/Scan.*rows=(\d+)/g)].map(([, rows]) => Number(rows))
    expect(Math.max(...read)).toBeLessThanOrEqual(31)
  })
})
