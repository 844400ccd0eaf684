import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { comments } from '../../db/models/federation-comments.ts'
import { aPerson, testDatabase } from '../../testing/index.ts'
import { aConversation } from './testing/a-conversation.ts'

const { db } = await testDatabase()
const { federation, origins, said, rowOf, toldOf } = aConversation(db)

describe('a comment', () => {
  it('is kept with what it says, and told in the house alone', async () => {
    const { id, post, threadId, early } = await said({ text: 'Is <b>rye</b> & salt enough?' })

    expect([threadId, early]).toEqual([id, true])
    expect(await rowOf(id)).toMatchObject({ text: 'Is <b>rye</b> & salt enough?', depth: 0 })
    expect(await toldOf(id)).toEqual([
      {
        type: 'Create',
        isPublic: false,
        object: {
          id: `${origins.blog}/comments/${id}`,
          type: 'Note',
          content: '<p dir="auto">Is &lt;b&gt;rye&lt;/b&gt; &amp; salt enough?</p>',
          inReplyTo: `${origins.blog}/${post.slug}`,
        },
      },
    ])
  })

  it('that is sent twice, or twenty times at once, is there once and answers the same', async () => {
    const { id, words } = await said()

    const again = await Promise.all(Array.from({ length: 20 }, () => federation.comment(db, words)))

    expect(new Set(again.map((one) => one.id))).toEqual(new Set([id]))
    expect(await db.$count(comments, eq(comments.postId, words.post.id))).toBe(1)
    expect(await toldOf(id)).toHaveLength(1)
  })

  it('is refused from the sixth of a minute on, however many are sent at once', async () => {
    const { post, personId } = await said()
    const other = await said({ post })

    const sent = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        federation.comment(db, { post, personId, text: `Loaf ${n}` }),
      ),
    )

    const refused = sent.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(refused).toEqual(Array.from({ length: 16 }, () => 'too_fast'))
    expect(await db.$count(comments, eq(comments.personId, personId))).toBe(5)
    const { rows } = await db.execute(sql`select count(*)::int as count
      from federation.ap_activities activity join federation.comments comment
        on activity.object_uri = ${`${origins.blog}/comments/`} || comment.id
      where comment.person_id = ${personId}`)
    expect(rows).toEqual([{ count: 5 }])
    await db.update(comments).set({ createdAt: sql`now() - interval '61 seconds'` })
    await federation.comment(db, { post, personId, text: 'Later.' })
    expect(await db.$count(comments, eq(comments.personId, other.personId))).toBe(1)
  })

  it('knows whether it is among the first threads of its post', async () => {
    const { post } = await said()
    const { id: many } = await aPerson(db)
    await db
      .insert(comments)
      .values(
        Array.from({ length: 49 }, (_, n) => ({ postId: post.id, personId: many, text: `${n}` })),
      )
    await db.update(comments).set({ createdAt: sql`now() - interval '2 minutes'` })

    const late = await said({ post })
    const answer = await said({ post, inReplyTo: late.id })

    expect([late.early, answer.early, answer.threadId]).toEqual([false, false, late.id])
    expect((await said()).early).toBe(true)
  })
})

describe('a reply', () => {
  it('to a reply stands below the comment at the top', async () => {
    const top = await said()
    const { post } = top
    const first = await said({ post, inReplyTo: top.id })

    const second = await said({ post, inReplyTo: first.id })

    expect(await rowOf(second.id)).toMatchObject({ inReplyTo: top.id, depth: 1 })
    expect(second.threadId).toBe(top.id)
    const [{ object } = { object: {} }] = await toldOf(second.id)
    expect(object).toMatchObject({ inReplyTo: `${origins.blog}/comments/${top.id}` })
  })

  it('is refused to a comment of another post, to none, and to one that was removed', async () => {
    const elsewhere = await said()
    const gone = await said()
    await federation.removeComment(db, { id: gone.id, personId: gone.personId })

    for (const [post, inReplyTo, code] of [
      [gone.post, elsewhere.id, 'not_found'],
      [gone.post, crypto.randomUUID(), 'not_found'],
      [gone.post, gone.id, 'comment_gone'],
    ] as const) {
      await expect(said({ post, inReplyTo })).rejects.toMatchObject({ code })
    }

    expect(await db.$count(comments, eq(comments.postId, gone.post.id))).toBe(1)
  })

  it('is refused by the database to a comment of another post, and to a reply', async () => {
    const [here, elsewhere] = [await said(), await said()]
    const reply = await said({ post: here.post, inReplyTo: here.id })
    const answerTo = (inReplyTo: string) =>
      db.insert(comments).values({ postId: here.post.id, text: 'Hm.', inReplyTo })

    for (const inReplyTo of [elsewhere.id, reply.id]) {
      await expect(answerTo(inReplyTo)).rejects.toMatchObject({
        cause: { constraint: 'comments_reply_to_a_comment_of_their_post' },
      })
    }

    await answerTo(here.id)
    expect(await db.$count(comments, eq(comments.postId, here.post.id))).toBe(3)
  })

  it('is refused when the thread is full', async () => {
    const top = await said()
    await db.insert(comments).values(
      Array.from({ length: 200 }, (_, n) => ({
        postId: top.post.id,
        inReplyTo: top.id,
        text: `${n}`,
      })),
    )

    await expect(said({ post: top.post, inReplyTo: top.id })).rejects.toMatchObject({
      code: 'thread_full',
    })
  })
})
