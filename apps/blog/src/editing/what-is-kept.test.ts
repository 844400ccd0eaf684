import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { slugHistory } from '@rose-ash/shared/db/models/blog-writing'
import { aPage, testDatabase } from '@rose-ash/shared/testing'
import { aDesk } from '../testing/desk.ts'
import { aCard, aDocument, aParagraph } from '../testing/documents.ts'
import { documentOf, savedPost } from './content.ts'
import { createPost, type PostSave, savePost } from './save-post.ts'

const { db } = await testDatabase()
const { services, anEditor, aDraft } = aDesk(db)

describe('the address of a post', () => {
  it('is free of what others have, of what we have ourselves, and never empty', async () => {
    const editor = await anEditor()
    const slugOf = async (title: string) =>
      (await createPost(db, services, { editor, type: 'post', title })).slug

    expect(await slugOf('Plain loaf')).toBe('plain-loaf')
    expect(await slugOf('Plain loaf!')).toBe('plain-loaf-2')
    expect(await slugOf('Archive')).toBe('archive-2')
    expect(await slugOf('🍞🔥')).toMatch(/^post-[0-9a-f]{8}$/)
    expect(await slugOf('x'.repeat(299))).toBe('x'.repeat(150))
  })

  it('follows the title of a draft that had none', async () => {
    const editor = await anEditor()
    const { id } = await createPost(db, services, { editor, type: 'post' })
    const { content } = await savedPost(db, id)
    const save = (title: string, baseVersion: number, status?: 'published') =>
      savedSlug({ editor, postId: id, baseVersion, content: { ...content, title }, status })
    const savedSlug = async (post: PostSave) => (await savePost(db, services, post)).slug

    expect(await save('', 1)).toBe(content.slug)
    expect(await save('Malt loaf', 2, 'published')).toBe('malt-loaf')
  })

  it('leads on from every old one, until another post takes that', async () => {
    const editor = await anEditor()
    const { id, content, save } = await aDraft(editor)
    await save({ content: { ...content, slug: 'oven-one' } })
    await save({ content: { ...content, slug: 'oven-two' }, baseVersion: 2 })
    const leadingTo = async (slug: string) =>
      (await db.select().from(slugHistory).where(eq(slugHistory.slug, slug)))[0]?.postId

    expect(await leadingTo('oven-one')).toBe(id)
    const { slug } = await createPost(db, services, { editor, type: 'post', title: 'Oven one' })
    expect([slug, await leadingTo('oven-one'), await leadingTo('oven-two')]).toEqual([
      'oven-one',
      undefined,
      undefined,
    ])
  })
})

describe('an HTML card', () => {
  const script = '<script>count()</script>'
  const withCard = aDocument(aCard('html', { html: script }))

  it('is kept word for word when an administrator wrote it, and when others save the post again', async () => {
    const admin = await anEditor('admin')
    const editor = await anEditor()
    const { id, content, save } = await aDraft(admin)
    await save({ content: { ...content, lexical: withCard } })

    const lexical = aDocument(aCard('html', { html: script }), aParagraph('More.'))
    await save({ editor, content: { ...content, lexical }, baseVersion: 2 })

    expect((await savedPost(db, id)).html).toContain(script)
  })

  it('of anybody else loses what runs, however often it is saved', async () => {
    const { id, content, save } = await aDraft(await anEditor())

    await save({ content: { ...content, lexical: withCard } })
    await save({ content: { ...content, lexical: withCard }, baseVersion: 2 })

    expect((await savedPost(db, id)).html).not.toContain('script')
  })
})

describe('a post from before there was an editor', () => {
  it('is opened and saved with all its words', async () => {
    const html = '<p>From <em>then</em>.</p>'
    const { id } = await aPage(db, { type: 'post', html })
    const editor = await anEditor()
    const { content, version, ...saved } = await savedPost(db, id)

    const lexical = await documentOf({ ...saved, content, version })
    await savePost(db, services, {
      editor,
      postId: id,
      baseVersion: version,
      content: { ...content, lexical },
    })

    expect((await savedPost(db, id)).html).toBe(html)
  })
})
