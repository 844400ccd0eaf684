import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { authors } from '@rose-ash/shared/db/models/blog'
import { comments } from '@rose-ash/shared/db/models/federation-comments'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'
import { aTalk } from '../testing/talk.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { anEditor } = aDesk(db)
const { aPost, aMember, below } = aTalk(app)

describe('the desk’s page of comments', () => {
  it('shows editors all, authors those below their own posts, and members nothing', async () => {
    const [author, editor] = [await anEditor('author'), await anEditor('editor')]
    const [own, other] = [await aPost({ title: 'My crust' }), await aPost({ title: 'Their crust' })]
    await db.update(authors).set({ personId: author.personId }).where(eq(authors.id, own.authorId))
    const member = await aMember()
    await member.send(`/${own.slug}/comments`, { text: 'Crisp.' })
    await member.send(`/${other.slug}/comments`, { text: 'Soggy.' })
    const asAuthor = await asPerson(app, author.personId)
    const asEditor = await asPerson(app, editor.personId)

    const [theirs, all] = [await asAuthor.look('/comments'), await asEditor.look('/comments')]

    expect(theirs.body).toMatch(/Crisp\.[^]*My crust|My crust[^]*Crisp\./)
    expect(theirs.body).not.toContain('Soggy.')
    expect(all.body.indexOf('Soggy.')).toBeLessThan(all.body.indexOf('Crisp.'))
    expect((await member.look('/comments')).statusCode).toBe(403)
  })

  it('hides with a reason and shows again, and leads back to the same page', async () => {
    const post = await aPost()
    await (await aMember()).send(`/${post.slug}/comments`, { text: 'Rubbish.' })
    const [comment] = await below(post.id)
    const { look, send } = await asPerson(app, (await anEditor()).personId)
    const back = `/comments?before=${crypto.randomUUID()}`

    const hidden = await send(`/comments/${comment?.id}/removal`, { reason: 'Rude.', back })

    expect([hidden.statusCode, hidden.headers.location]).toEqual([
      303,
      `${back}#comment-${comment?.id}`,
    ])
    expect(await below(post.id)).toMatchObject([{ removedBy: 'editor', hiddenReason: 'Rude.' }])
    expect((await look('/comments')).body).toContain('Show it again')
    const elsewhere = await send(`/comments/${comment?.id}/return`, { back: '//example.org' })
    expect(elsewhere.headers.location).toBe(`/${post.slug}#comment-${comment?.id}`)
    expect(await below(post.id)).toMatchObject([{ removedBy: null }])
  })

  it('comes in pages, the newest first, each comment once', async () => {
    await db.delete(comments)
    const { look } = await asPerson(app, (await anEditor()).personId)
    expect((await look('/comments')).body).toContain('Nobody has said anything yet')
    const post = await aPost()
    const rows = await db
      .insert(comments)
      .values(Array.from({ length: 45 }, (_, n) => ({ postId: post.id, text: `Nr ${n}.` })))
      .returning()

    const first = (await look('/comments')).body
    const older = /href="(\/comments\?before=[0-9a-f-]+)"/.exec(first)?.[1] ?? ''
    const second = (await look(older)).body

    const shown = [first, second].flatMap((html) =>
      [...html.matchAll(/<li id="comment-([0-9a-f-]+)"/g)].map(([, id]) => id),
    )
    expect(shown).toEqual(
      rows
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    )
    expect(second).not.toContain('Older ones')
  })
})
