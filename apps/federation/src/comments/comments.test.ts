import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { authors } from '@rose-ash/shared/db/models/blog'
import { comments } from '@rose-ash/shared/db/models/federation-comments'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createFederation } from '../app.ts'
import { aConversation } from '../testing/a-conversation.ts'

const { db, url } = await testDatabase()
const app = await testApp(createFederation, testConfig('federation', { databaseUrl: url }))
const { federation, shown, someone, aPost, say } = aConversation(app)
const { blog } = app.appConfig.origins

/** What it says, without what browsers hide. */
const words = (html: string) =>
  html
    .replaceAll(/<svg.*?<\/svg>|<span class="sr-only">.*?<\/span>/gs, '')
    .replaceAll(/<[^>]+>/g, '\n')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

describe('the conversation below a post', () => {
  it('is one for all strangers, with names, replies in place and the way to sign in', async () => {
    const post = await aPost()
    const [tom, nameless] = [await someone('Tom Bell'), await someone()]
    const top = await say(post, tom, 'How long does it prove?')
    const last = await say(post, tom, 'And is there rye?')
    await say(post, nameless, 'Overnight.', top.id)

    const html = await shown(post)

    const time = /^\d+ \w+ \d{4}, \d\d:\d\d$/
    expect(words(html).filter((line) => !time.test(line))).toEqual([
      '3 comments',
      'Tom Bell',
      'How long does it prove?',
      'A member',
      'Overnight.',
      'Tom Bell',
      'And is there rye?',
      'Sign in to write',
    ])
    expect(html).not.toMatch(/<form|@rose-ash/)
    expect(html).toContain(`href="#comment-${last.id}"`)
    expect(html).toContain(`${blog}/auth/login?return_to=%2F${post.slug}%2Fcomments`)
  })

  it('asks for the first word, and is not there when it was closed before one was said', async () => {
    const post = await aPost()

    expect(words(await shown(post))).toEqual(['No comments yet', 'Sign in to write'])
    expect(await shown(post, { closed: 'yes' })).toBe('\n')
    await say(post, await someone(), 'One.')
    const closed = await shown(post, { closed: 'yes', as: await someone() })
    expect(closed).toContain('The conversation is closed')
    expect(closed).not.toMatch(/<form|Reply/)
  })

  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['x'.repeat(4_000), 'x'.repeat(4_000)],
    ['🥖 خبز', '&#129366; &#1582;&#1576;&#1586;'],
  ])('shows %s as it was written', async (text, html) => {
    const post = await aPost()
    await say(post, await someone('<b>Eve</b>'), text)

    const conversation = await shown(post)

    expect(conversation).toContain(`<p dir="auto">${html}</p>`)
    expect(conversation).toContain('<bdi class="font-semibold">&lt;b&gt;Eve&lt;/b&gt;</bdi>')
    expect(conversation).not.toMatch(/<script|<b>|href="javascript/)
  })

  it('gives each viewer their own ways and nobody else’s', async () => {
    const post = await aPost()
    const [tom, writer] = [await someone('Tom Bell'), await someone('Ada Marsh')]
    await db.update(authors).set({ personId: writer }).where(eq(authors.id, post.authorId))
    const { id } = await say(post, tom, 'Lovely.')
    const editor = await someone('Eve', 'editor')
    const ways = async (as?: string) => {
      const html = await shown(post, as ? { as } : {})
      return ['Reply', 'Change', 'Take back', 'Hide', 'Say it'].filter((way) => html.includes(way))
    }

    expect(await ways()).toEqual([])
    expect(await ways(await someone())).toEqual(['Reply', 'Say it'])
    expect(await ways(tom)).toEqual(['Reply', 'Change', 'Take back', 'Say it'])
    expect(await ways(writer)).toEqual(['Reply', 'Hide', 'Say it'])
    expect(await ways(editor)).toEqual(['Reply', 'Hide', 'Say it'])
    await say(post, writer, 'Thank you.', id)
    expect(words(await shown(post))).toContain('Wrote this story')
    expect(await shown(post, { as: await someone() })).toContain(
      `href="${app.appConfig.origins.account}/profile"`,
    )
  })

  it('opens the form to answer a thread, or to change one’s own comment', async () => {
    const post = await aPost()
    const tom = await someone('Tom Bell')
    const one = await say(post, tom, 'One & <only>.')
    await say(post, tom, 'Another.')

    const to = { thread: one.id, reply: one.id }
    const reply = await shown(post, { ...to, as: await someone() })
    const own = await shown(post, { thread: one.id, edit: one.id, as: tom })
    const others = await shown(post, { thread: one.id, edit: one.id, as: await someone() })

    expect(reply).toContain('Your reply to Tom Bell')
    expect(reply).toContain(`name="inReplyTo" value="${one.id}"`)
    expect(reply).not.toContain('Another.')
    expect(own).toContain('One &amp; &lt;only&gt;.</textarea>')
    expect(own).toContain(`action="${blog}/comments/${one.id}/text"`)
    expect(others).not.toContain('<textarea')
    for (const none of [
      await shown(post, to),
      await shown(post, { ...to, closed: 'yes', as: tom }),
    ])
      expect(none).not.toContain('Your reply to')
  })
})

describe('what was removed', () => {
  it('vanishes, but keeps its place while there are replies to it', async () => {
    const post = await aPost()
    const [tom, eve, editor] = [await someone(), await someone(), await someone('Ed', 'editor')]
    const back = await say(post, tom, 'Taken back.')
    const hidden = await say(post, tom, 'Hidden.')
    const alone = await say(post, tom, 'Alone.')
    const answer = await say(post, eve, 'Answer.', back.id)
    await say(post, eve, 'Other answer.', hidden.id)
    for (const { id } of [back, alone]) await federation.removeComment(db, { id, personId: tom })
    const reason = 'Rude <b>'
    await federation.removeComment(db, { id: hidden.id, personId: editor, reason })

    const strangers = await shown(post)
    const [toms, editors] = [await shown(post, { as: tom }), await shown(post, { as: editor })]

    expect(strangers).toContain('2 comments')
    expect(strangers).toContain('A comment was taken back.')
    expect(strangers).toContain('A comment was hidden.')
    expect(strangers).not.toMatch(/Taken back|Hidden\.|Alone\.|Rude/)
    expect(toms).toContain(
      'An editor hid this; nobody else sees it. Why: <bdi>Rude &lt;b&gt;</bdi>',
    )
    expect(toms.match(/Put it back/g)).toHaveLength(2)
    expect(toms).not.toContain('Show it again')
    expect(editors.match(/Show it again/g)).toHaveLength(1)
    const to = { thread: back.id, as: editor }
    expect(await shown(post, { ...to, reply: answer.id })).toContain('Your reply to A member')
    expect(await shown(post, { ...to, reply: back.id })).not.toContain('Your reply to')
    expect(editors).not.toMatch(/Put it back|Alone\./)
    await federation.removeComment(db, { id: answer.id, personId: eve })
    expect(await shown(post)).not.toContain('A comment was taken back.')
    await db
      .update(comments)
      .set({ removedAt: sql`now() - interval '25 hours'` })
      .where(eq(comments.id, alone.id))
    expect(await shown(post, { as: tom })).not.toContain('Alone.')
  })

  it('says so of somebody who left, whose words stay', async () => {
    const post = await aPost()
    const tom = await someone('Tom Bell')
    await say(post, tom, 'Bye.')
    await db.delete(people).where(eq(people.id, tom))

    expect(words(await shown(post))).toEqual(expect.arrayContaining(['Somebody who left', 'Bye.']))
  })
})
