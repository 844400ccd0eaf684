import { describe, expect, it, vi } from 'vitest'
import { slugHistory } from '@rose-ash/shared/db/models/blog-writing'
import { comments } from '@rose-ash/shared/db/models/federation-comments'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { aTalk, conversation } from '../testing/talk.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { aPost, aMember, stranger, below } = aTalk(app)

describe('saying something below a post', () => {
  it('leads to where it stands, and tells the caches', async () => {
    const post = await aPost()
    const member = await aMember()
    const purged = vi.spyOn(app.cache, 'purge')

    const sent = await member.send(`/${post.slug}/comments`, { text: ' Lovely loaf.\r\n' })
    const again = await member.send(`/${post.slug}/comments`, { text: 'Lovely loaf.' })

    const [row, ...others] = await below(post.id)
    expect([row?.text, row?.personId, others]).toEqual(['Lovely loaf.', member.id, []])
    const place = [303, `/${post.slug}#comment-${row?.id}`]
    expect([sent.statusCode, sent.headers.location]).toEqual(place)
    expect([again.statusCode, again.headers.location]).toEqual(place)
    expect(purged).toHaveBeenCalledWith([`comments:${post.id}`])
    purged.mockRestore()
  })

  it('leads to the page of its thread when the post’s own page does not reach that far', async () => {
    const post = await aPost()
    const many = Array.from({ length: 50 }, (_, n) => ({ postId: post.id, text: `${n}` }))
    await db.insert(comments).values(many)

    const sent = await (await aMember()).send(`/${post.slug}/comments`, { text: 'The last.' })

    const id = (await below(post.id)).find(({ text }) => text === 'The last.')?.id
    const place = `/${post.slug}/comments?thread=${id}#comment-${id}`
    expect(sent.headers.location).toBe(place)
    const found = await stranger.look(`/comments/${id}`)
    expect([found.statusCode, found.headers.location]).toEqual([302, place])
  })

  it('is still taken under an address that the post had when its form was opened', async () => {
    const post = await aPost()
    await db.insert(slugHistory).values({ slug: 'before-the-crust', postId: post.id })
    const member = await aMember()

    const sent = await member.send('/before-the-crust/comments', { text: 'Hm.' })

    expect(sent.headers.location).toContain(`/${post.slug}#comment-`)
    const shown = await stranger.look('/before-the-crust/comments')
    expect([shown.statusCode, shown.headers.location]).toEqual([301, `/${post.slug}/comments`])
  })

  it.each([
    ['page', { type: 'page' as const }],
    ['draft', { status: 'draft' as const }],
  ])('is not there below a %s', async (_what, values) => {
    const { id, slug } = await aPost(values)
    const member = await aMember()

    const sent = await member.send(`/${slug}/comments`, { text: 'Hm.' })

    expect([sent.statusCode, (await member.look(`/${slug}/comments`)).statusCode]).toEqual([
      404, 404,
    ])
    expect(await below(id)).toEqual([])
    expect((await stranger.look(`/${slug}`)).body).not.toContain(conversation)
  })
})

describe('words that are not taken', () => {
  const words = 'Two words & <more>'
  const typed = 'Two words &amp; &lt;more&gt;</textarea>'

  it('come back to a stranger with the way to sign in', async () => {
    const post = await aPost()

    const { statusCode, body } = await stranger.send(`/${post.slug}/comments`, { text: words })

    expect(statusCode).toBe(401)
    expect(body).toContain(typed)
    expect(body).toContain(`href="/auth/login?return_to=%2F${post.slug}%2Fcomments"`)
    expect(await below(post.id)).toEqual([])
  })

  it('come back when the conversation was closed, when there are none, and when there are too many', async () => {
    const post = await aPost()
    const closed = await aPost({ commentsOpen: false })
    const member = await aMember()

    const refused = await member.send(`/${closed.slug}/comments`, { text: words })
    const none = await member.send(`/${post.slug}/comments`, { text: ' ' })
    const long = await member.send(`/${post.slug}/comments`, { text: 'x'.repeat(4_001) })

    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain(typed)
    expect(none.statusCode).toBe(400)
    expect(none.body).toContain('Write a few words first.')
    expect(long.statusCode).toBe(400)
    expect(long.body).toContain(`${'x'.repeat(4_001)}</textarea>`)
    expect([...(await below(post.id)), ...(await below(closed.id))]).toEqual([])
  })

  it('come back after five in a minute, and stay an answer', async () => {
    const post = await aPost()
    const member = await aMember()
    for (let n = 1; n <= 5; n += 1) await member.send(`/${post.slug}/comments`, { text: `${n}` })
    const [first] = await below(post.id)

    const sixth = await member.send(`/${post.slug}/comments`, {
      text: words,
      inReplyTo: first?.id ?? '',
    })

    expect(sixth.statusCode).toBe(429)
    expect(sixth.body).toContain(typed)
    expect(sixth.body).toContain(`name="inReplyTo" value="${first?.id}"`)
    expect(await below(post.id)).toHaveLength(5)
  })

  it('come back when a comment is changed by somebody else', async () => {
    const post = await aPost()
    await (await aMember()).send(`/${post.slug}/comments`, { text: 'Mine.' })
    const [comment] = await below(post.id)

    const answer = await (await aMember()).send(`/comments/${comment?.id}/text`, { text: words })

    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain(typed)
    expect((await below(post.id))[0]?.text).toBe('Mine.')
  })
})
