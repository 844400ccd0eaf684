import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { authors } from '@rose-ash/shared/db/models/blog'
import { revisions } from '@rose-ash/shared/db/models/blog-writing'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { aPerson, testDatabase, untilTheyWait } from '@rose-ash/shared/testing'
import { aDesk, noon } from '../testing/desk.ts'
import { aDocument, aParagraph } from '../testing/documents.ts'
import { savedPost } from './content.ts'
import { editorOf } from './editor.ts'
import { publishDue } from './publish-due.ts'
import { createPost, savePost } from './save-post.ts'
import { findWorkingCopy, keepWorkingCopy, meetOthers } from './working-copies.ts'

const { db } = await testDatabase()
const { services, origins, anEditor, aDraft } = aDesk(db)

describe('writing', () => {
  it('begins with a draft that nobody reads, by an author made for it', async () => {
    const editor = await anEditor('author')

    const { id } = await createPost(db, services, { editor, type: 'post', title: 'Rye' })

    const { status, version, content } = await savedPost(db, id)
    expect({ status, version, slug: content.slug }).toEqual({
      status: 'draft',
      version: 1,
      slug: 'rye',
    })
    const written = await db.select().from(authors).where(eq(authors.personId, editor.personId))
    expect(written.map((author) => author.id)).toEqual(content.authorIds)
    expect(await db.$count(apActivities)).toBe(0)
  })

  it('begun twice at once is by one author, and at two addresses', async () => {
    const editor = await anEditor('author')
    const begin = () => createPost(db, services, { editor, type: 'post', title: 'Spelt' })

    const { other, first } = await db.transaction(async (tx) => {
      const first = await createPost(tx, services, { editor, type: 'post', title: 'Spelt' })
      const other = begin()
      await untilTheyWait(db)
      return { other, first }
    })

    expect([first.slug, (await other).slug]).toEqual(['spelt', 'spelt-2'])
    expect(await db.$count(authors, eq(authors.personId, editor.personId))).toBe(1)
  })

  it('gets an address of its own while another takes the one it wants', async () => {
    const editor = await anEditor()
    const [one, two] = [await aDraft(editor), await aDraft(await anEditor())]
    const content = { ...one.content, slug: 'emmer' }

    const { other, first } = await db.transaction(async (tx) => {
      const { id: postId, version: baseVersion } = one
      const first = await savePost(tx, services, { editor, postId, baseVersion, content })
      const other = two.save({ content: { ...two.content, slug: 'emmer' } })
      await untilTheyWait(db)
      return { other, first }
    })

    expect([first.slug, (await other).slug]).toEqual(['emmer', 'emmer-2'])
  })

  it('is not for members, and not in the posts of others for authors', async () => {
    const { id: personId } = await aPerson(db)
    const author = await anEditor('author')
    const { id, content, version } = await aDraft(await anEditor('author'))

    await expect(editorOf(db, services, personId)).rejects.toThrow('Only authors and editors')
    const save = { editor: author, postId: id, baseVersion: version, content }
    await expect(savePost(db, services, save)).rejects.toThrow('by somebody else')
    await expect(
      keepWorkingCopy(db, author, { postId: id, baseVersion: version, content }),
    ).rejects.toThrow('by somebody else')
    expect((await savedPost(db, id)).version).toBe(1)
  })

  it('keeps every save as a revision with the HTML made of it', async () => {
    const { id, save } = await aDraft(await anEditor())

    await save({ words: 'First.' })
    await save({ words: 'Second.', baseVersion: 2 })

    const kept = await db
      .select({ version: revisions.version, reason: revisions.reason, html: revisions.html })
      .from(revisions)
      .where(eq(revisions.postId, id))
      .orderBy(revisions.version)
    expect(kept).toEqual([
      { version: 1, reason: 'created', html: '' },
      { version: 2, reason: 'saved', html: '<p>First.</p>' },
      { version: 3, reason: 'saved', html: '<p>Second.</p>' },
    ])
  })

  it('by two at once loses nobody’s words: the second is told, and still has theirs', async () => {
    const [ada, bob] = [await anEditor(), await anEditor()]
    const { id, content, version, save } = await aDraft(ada)
    const bobs = { ...content, lexical: aDocument(aParagraph('Bob’s words')) }
    await keepWorkingCopy(db, bob, { postId: id, baseVersion: version, content: bobs })
    await save({ words: 'Ada’s words' })

    const late = savePost(db, services, {
      editor: bob,
      postId: id,
      baseVersion: version,
      content: bobs,
    })

    await expect(late).rejects.toMatchObject({ code: 'edit_conflict', status: 409 })
    expect((await savedPost(db, id)).html).toBe('<p>Ada’s words</p>')
    const copy = await findWorkingCopy(db, { postId: id, personId: bob.personId })
    expect(copy).toMatchObject({ baseVersion: version, content: bobs })
  })

  it('by many at once saves one version after the other, each on the one it was based on', async () => {
    const editor = await anEditor()
    const { id, save } = await aDraft(editor)

    const saved = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) => save({ words: `Try ${n}` })),
    )

    expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await savedPost(db, id)).version).toBe(2)
    expect(await db.$count(revisions, eq(revisions.postId, id))).toBe(2)
  })

  it('names others who have the same post open', async () => {
    const [ada, bob] = [await anEditor(), await anEditor()]
    const { id: postId } = await aDraft(ada)

    expect(await meetOthers(db, services, { postId, personId: ada.personId })).toEqual([])
    const met = await meetOthers(db, services, { postId, personId: bob.personId })

    expect(met).toHaveLength(1)
    expect(await meetOthers(db, services, { postId, personId: bob.personId })).toEqual(met)
  })
})

describe('publishing', () => {
  const told = async (path: string) => {
    const rows = await db
      .select({ type: apActivities.type })
      .from(apActivities)
      .where(eq(apActivities.objectUri, origins.blog + path))
      .orderBy(apActivities.id)
    return rows.map(({ type }) => type)
  }

  it('tells the world once, then of changes, then that it has gone', async () => {
    const { id, save } = await aDraft(await anEditor())
    const { slug } = await save({ words: 'One.', status: 'published' })
    await save({ words: 'Two.', baseVersion: 2 })
    await save({ words: 'Two.', baseVersion: 3, status: 'unpublished' })

    expect(await told(`/${slug}`)).toEqual(['Create', 'Update', 'Delete'])
    const { status, publishedAt } = await savedPost(db, id)
    expect({ status, publishedAt }).toEqual({ status: 'unpublished', publishedAt: noon })
  })

  it('for members is told to nobody', async () => {
    const { content, save } = await aDraft(await anEditor())
    const { slug } = await save({
      status: 'published',
      content: { ...content, visibility: 'members' },
    })

    expect(await told(`/${slug}`)).toEqual([])
  })

  it('needs a title', async () => {
    const { id, content, save } = await aDraft(await anEditor())

    const untitled = save({ status: 'published', content: { ...content, title: '' } })

    await expect(untitled).rejects.toThrow('Give it a title')
    expect((await savedPost(db, id)).status).toBe('draft')
  })

  it('happens by itself when its time has come, once', async () => {
    const { id, save } = await aDraft(await anEditor())
    const at = new Date('2026-11-22T18:30:00Z')
    const { slug } = await save({ words: 'Later.', status: 'scheduled', publishedAt: at })

    const early = await publishDue(db, services, new Date('2026-11-22T18:29:59Z'))
    const due = await Promise.all([publishDue(db, services, at), publishDue(db, services, at)])

    expect([early, due.flat()]).toEqual([[], [id]])
    expect(await savedPost(db, id)).toMatchObject({ status: 'published', publishedAt: at })
    expect(await told(`/${slug}`)).toEqual(['Create'])
  })

  it('is not scheduled for a time that has passed, which would do it at once', async () => {
    const { id, save } = await aDraft(await anEditor())
    const publishedAt = new Date('2026-11-21T08:00:00Z')

    const late = save({ status: 'scheduled', publishedAt })

    await expect(late).rejects.toThrow('That moment has passed.')
    expect(await savedPost(db, id)).toMatchObject({ status: 'draft', publishedAt: null })
    await save({ status: 'published', publishedAt })
    expect(await savedPost(db, id)).toMatchObject({ status: 'published', publishedAt })
  })
})
