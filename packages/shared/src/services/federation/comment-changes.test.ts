import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { people } from '../../db/models/account.ts'
import { authors, posts } from '../../db/models/blog.ts'
import { coAuthors } from '../../db/models/blog-writing.ts'
import { testDatabase } from '../../testing/index.ts'
import { aConversation } from './testing/a-conversation.ts'

const { db } = await testDatabase()
const { federation, aPost, someone, said, rowOf, toldOf } = aConversation(db)

describe('changing a comment', () => {
  it('is for who wrote it alone, is told, and changes nothing when nothing changed', async () => {
    const { id, personId } = await said()
    const editor = await someone('editor')

    await federation.editComment(db, { id, personId, text: 'Lovely loaves.' })
    await federation.editComment(db, { id, personId, text: 'Lovely loaves.' })

    await expect(
      federation.editComment(db, { id, personId: editor, text: 'Mine' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    const row = await rowOf(id)
    expect([row?.text, row?.editedAt instanceof Date]).toEqual(['Lovely loaves.', true])
    expect((await toldOf(id)).map(({ type }) => type)).toEqual(['Create', 'Update'])
  })

  it('is refused for what is gone, for what is not there, and for words that stand there', async () => {
    const one = await said({ text: 'One.' })
    const two = await said({ ...one.words, text: 'Two.' })
    const gone = await said()
    await federation.removeComment(db, { id: gone.id, personId: gone.personId })

    for (const [id, personId, code] of [
      [two.id, two.personId, 'said_already'],
      [gone.id, gone.personId, 'comment_gone'],
      [crypto.randomUUID(), one.personId, 'not_found'],
    ] as const) {
      await expect(
        federation.editComment(db, { id, personId, text: 'One.' }),
      ).rejects.toMatchObject({ code })
    }

    expect((await rowOf(two.id))?.text).toBe('Two.')
    expect((await rowOf(gone.id))?.editedAt).toBeNull()
  })
})

/** Everybody who could want to remove a comment below a post. */
async function around(post: { id: string; authorId: string }) {
  const [author, coAuthor] = [await someone('author'), await someone('author')]
  await db.update(authors).set({ personId: author }).where(eq(authors.id, post.authorId))
  const { authorId } = await aPost()
  await db.update(authors).set({ personId: coAuthor }).where(eq(authors.id, authorId))
  await db.insert(coAuthors).values({ postId: post.id, authorId, position: 1 })
  const another = await someone('author')
  const elsewhere = await aPost()
  await db.update(authors).set({ personId: another }).where(eq(authors.id, elsewhere.authorId))
  await db
    .insert(coAuthors)
    .values({ postId: (await aPost()).id, authorId: elsewhere.authorId, position: 1 })
  return {
    member: await someone(),
    'another author': another,
    author,
    coAuthor,
    editor: await someone('editor'),
    admin: await someone('admin'),
  }
}

describe('removing a comment', () => {
  it.each(['member', 'another author'] as const)(
    'by %s who neither wrote it nor the post is refused',
    async (who) => {
      const post = await aPost()
      const { id } = await said({ post })
      const personId = (await around(post))[who]

      for (const change of [federation.removeComment, federation.returnComment]) {
        await expect(change(db, { id, personId, reason: 'Mine.' })).rejects.toMatchObject({
          code: 'forbidden',
        })
      }

      expect(await rowOf(id)).toMatchObject({ removedAt: null, hiddenReason: null })
    },
  )

  it.each(['author', 'coAuthor', 'editor', 'admin'] as const)(
    'by %s hides it, until one of them shows it again',
    async (who) => {
      const post = await aPost()
      const { id, personId } = await said({ post })
      const removal = { id, personId: (await around(post))[who], reason: 'Off the subject.' }

      await federation.removeComment(db, removal)
      await federation.removeComment(db, removal)

      expect(await rowOf(id)).toMatchObject({
        removedBy: 'editor',
        hiddenReason: 'Off the subject.',
        text: 'Lovely loaf.',
      })
      await expect(federation.returnComment(db, { id, personId })).rejects.toMatchObject({
        code: 'forbidden',
      })
      await federation.returnComment(db, removal)
      await federation.returnComment(db, removal)
      expect(await rowOf(id)).toMatchObject({
        removedAt: null,
        removedBy: null,
        hiddenReason: null,
      })
      expect((await toldOf(id)).map(({ type }) => type)).toEqual(['Create', 'Delete', 'Update'])
    },
  )

  it('takes back one’s own, for good unless one wants it again oneself', async () => {
    const { id, personId } = await said()
    const editor = await someone('editor')

    await federation.removeComment(db, { id, personId, reason: 'never kept' })

    expect(await rowOf(id)).toMatchObject({ removedBy: 'author', hiddenReason: null })
    await expect(federation.returnComment(db, { id, personId: editor })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await federation.returnComment(db, { id, personId })
    expect(await rowOf(id)).toMatchObject({ removedAt: null })
  })

  it('lets the same be said anew, and then does not bring it back a second time', async () => {
    const { id, personId, words } = await said()
    await federation.removeComment(db, { id, personId })
    const again = await federation.comment(db, words)

    await expect(federation.returnComment(db, { id, personId })).rejects.toMatchObject({
      code: 'said_already',
    })

    expect(again.id).not.toBe(id)
    expect(await rowOf(id)).toMatchObject({ removedBy: 'author' })
  })
})

describe('the comments of the desk', () => {
  it('are the newest first, of these posts or of all, without what was taken back', async () => {
    const mine = await said({ text: 'Mine.' })
    await db.update(people).set({ name: 'Tom Bell' }).where(eq(people.id, mine.personId))
    const hidden = await said({ post: mine.post, text: 'Hidden.' })
    const admin = await someone('admin')
    await federation.removeComment(db, { id: hidden.id, personId: admin, reason: 'Rude.' })
    const back = await said({ post: mine.post, text: 'Taken back.' })
    await federation.removeComment(db, { id: back.id, personId: back.personId })
    const other = await said({ text: 'Elsewhere.' })

    const all = await federation.newestComments(db, { postIds: null, limit: 2 })
    const ofMine = await federation.newestComments(db, { postIds: [mine.post.id], limit: 10 })
    const { id: before } = hidden
    const older = await federation.newestComments(db, { postIds: [mine.post.id], before, limit: 9 })

    expect(all.map(({ id }) => id)).toEqual([other.id, hidden.id])
    expect(ofMine).toMatchObject([
      { text: 'Hidden.', removedBy: 'editor', hiddenReason: 'Rude.', name: null },
      { text: 'Mine.', removedBy: null, name: 'Tom Bell' },
    ])
    expect(older.map(({ id }) => id)).toEqual([mine.id])
    expect(await federation.newestComments(db, { postIds: [], limit: 9 })).toEqual([])
  })

  it('go with their post, and stay when their writer goes', async () => {
    const top = await said()
    await said()
    const reply = await said({ post: top.post, inReplyTo: top.id })
    await db.delete(people).where(eq(people.id, top.personId))

    expect(await rowOf(top.id)).toMatchObject({ personId: null, text: 'Lovely loaf.' })
    await db.delete(posts).where(eq(posts.id, top.post.id))
    expect([await rowOf(top.id), await rowOf(reply.id)]).toEqual([undefined, undefined])
  })
})
