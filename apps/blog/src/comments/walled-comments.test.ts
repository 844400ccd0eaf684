import { describe, expect, it } from 'vitest'
import { newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { comments } from '@rose-ash/shared/db/models/federation-comments'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { aTalk, conversation } from '../testing/talk.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { aPost, aMember, stranger, below } = aTalk(app)

describe('behind a wall', () => {
  it.each(['members', 'newsletter'] as const)(
    'for %s is the conversation, for who may read and nobody else',
    async (visibility) => {
      const post = await aPost({ visibility, html: '<p>First.</p><p>Second.</p>' })
      const [reader, other] = [await aMember(), await aMember()]
      const [letter] = await db
        .insert(newsletters)
        .values({ name: visibility, slug: visibility })
        .returning()
      await db.insert(subscriptions).values({ newsletterId: letter?.id ?? '', personId: reader.id })
      const outside = visibility === 'newsletter' ? [stranger, other] : [stranger]
      const inside = visibility === 'newsletter' ? [reader] : [reader, other]

      for (const { look, send } of outside) {
        expect((await look(`/${post.slug}`)).body).not.toContain(conversation)
        const shown = await look(`/${post.slug}/comments`)
        expect([shown.statusCode, shown.headers.location]).toEqual([303, `/${post.slug}`])
        const sent = await send(`/${post.slug}/comments`, { text: 'Let me in.' })
        expect([401, 403]).toContain(sent.statusCode)
      }
      expect(await below(post.id)).toEqual([])

      for (const { look, send, id } of inside) {
        expect((await look(`/${post.slug}`)).body).toContain(conversation)
        expect((await look(`/${post.slug}/comments`)).body).toContain(conversation)
        expect((await send(`/${post.slug}/comments`, { text: id })).statusCode).toBe(303)
      }
      expect(await below(post.id)).toHaveLength(inside.length)
    },
  )

  it('one’s own words can be taken back and put back, but not changed', async () => {
    const post = await aPost({ visibility: 'newsletter' })
    const member = await aMember()
    const [comment] = await db
      .insert(comments)
      .values({ postId: post.id, personId: member.id, text: 'Mine.' })
      .returning()

    const changed = await member.send(`/comments/${comment?.id}/text`, { text: 'Yours.' })
    const removed = await member.send(`/comments/${comment?.id}/removal`)

    expect([changed.statusCode, removed.statusCode]).toEqual([403, 303])
    expect(await below(post.id)).toMatchObject([{ text: 'Mine.', removedBy: 'author' }])
    await member.send(`/comments/${comment?.id}/return`)
    expect(await below(post.id)).toMatchObject([{ text: 'Mine.', removedBy: null }])
  })
})
