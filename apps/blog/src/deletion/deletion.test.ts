import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { authors, containerRelations, navItems, posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { revisions, slugHistory, workingCopies } from '@rose-ash/shared/db/models/blog-writing'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { markets } from '@rose-ash/shared/db/models/market'
import { aPage, aPerson, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import type { Editor } from '../editing/editor.ts'
import { keepWorkingCopy } from '../editing/working-copies.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { anEditor, aDraft } = aDesk(db)

/** Where a post is. */
async function placeOf(id: string): Promise<'desk' | 'bin' | 'nowhere'> {
  const [post] = await db.select().from(posts).where(eq(posts.id, id))
  return post ? (post.deletedAt ? 'bin' : 'desk') : 'nowhere'
}

/** Sends the form; answers the status and what the page says. */
async function remove({ personId }: Pick<Editor, 'personId'>, id: string) {
  const { look, send } = await asPerson(app, personId)
  const asked = await look(`/posts/${id}/deletion`)
  const { statusCode, body, headers } = await send(`/posts/${id}/deletion`)
  return { asked, statusCode, body, leadsTo: headers.location }
}

async function aPageBy(editor: Editor, values: Partial<typeof posts.$inferInsert> = {}) {
  const slug = `writer-${editor.personId}`
  const [author] = await db
    .insert(authors)
    .values({ slug, name: 'Ada', personId: editor.personId })
    .returning()
  return aPage(db, { status: 'draft', publishedAt: null, authorId: author?.id ?? '', ...values })
}

describe('a draft', () => {
  it('is put into the bin by its author as it is, after being asked', async () => {
    const author = await anEditor('author')
    const { id, content } = await aDraft(author)
    const other = await aDraft(author)
    await keepWorkingCopy(db, author, { postId: id, baseVersion: 1, content })

    const { asked, ...answer } = await remove(author, id)

    expect(asked.body).toContain('You can put it back for 30 days')
    expect([answer.statusCode, answer.leadsTo]).toEqual([303, '/bin'])
    expect(await placeOf(id)).toBe('bin')
    for (const table of [revisions, workingCopies]) {
      expect(await db.select().from(table).where(eq(table.postId, id))).toHaveLength(1)
    }
    expect(await placeOf(other.id)).toBe('desk')
  })

  it('is left alone by a member, and by an author whose it is not', async () => {
    const { id } = await aDraft(await anEditor('author'))

    for (const person of [{ personId: (await aPerson(db)).id }, await anEditor('author')]) {
      const { asked, statusCode } = await remove(person, id)
      expect([asked.statusCode, statusCode]).toEqual([403, 403])
    }
    expect(await placeOf(id)).toBe('desk')
  })
})

describe('what readers once saw', () => {
  it('must be unpublished first, which tells the world; then its addresses say that it is gone', async () => {
    const editor = await anEditor()
    const { id, save } = await aDraft(editor)
    const { slug } = await save({ status: 'published' })
    await db.insert(slugHistory).values({ slug: 'long-ago', postId: id })
    const early = await remove(editor, id)
    await save({ status: 'unpublished', baseVersion: 2 })

    const { statusCode } = await remove(editor, id)

    expect([early.statusCode, early.body.includes('Unpublish it first')]).toEqual([409, true])
    expect([statusCode, await placeOf(id)]).toEqual([303, 'bin'])
    const told = await db.select({ type: apActivities.type }).from(apActivities)
    expect(told.map(({ type }) => type)).toEqual(['Create', 'Delete'])
    for (const path of [`/${slug}`, '/long-ago']) {
      expect((await app.inject(path)).statusCode).toBe(410)
    }
  })
})

describe('a page', () => {
  it('stays while a market belongs to it or the menu leads to it, and says which', async () => {
    const editor = await anEditor()
    const page = await aPageBy(editor)
    const [market] = await db.insert(markets).values({ slug: 'rye', title: 'Rye' }).returning()
    const thing = { kind: 'market' as const, thingId: market?.id ?? '' }
    await db.insert(containerRelations).values({ pageId: page.id, ...thing })
    await db.insert(navItems).values({ position: 99, label: 'Us', kind: 'post', targetId: page.id })

    const { asked, statusCode } = await remove(editor, page.id)

    expect(asked.body).toContain('/rye belongs to it')
    expect(asked.body).toContain('Us&#8221; in the menu leads to it')
    expect(asked.body).not.toContain('Delete it<')
    expect([statusCode, await placeOf(page.id)]).toEqual([409, 'desk'])
  })

  it('stays while a connected Ghost would bring it back, and goes when it is gone there', async () => {
    const editor = await anEditor()
    const page = await aPageBy(editor)
    const key = Buffer.from('sealed')
    const [site] = await db
      .insert(ghostSites)
      .values({ url: 'https://ghost.example', adminKey: key, webhookSecret: key })
      .returning()
    const siteId = site?.id ?? ''
    const link = { siteId, kind: 'page' as const, ghostId: 'g1', baseHash: 'x', base: {} }
    await db.insert(ghostLinks).values({ ...link, localId: page.id })

    const early = await remove(editor, page.id)
    await db.update(ghostLinks).set({ state: 'gone-there' })
    const late = await remove(editor, page.id)

    expect([early.statusCode, early.body.includes('https://ghost.example')]).toEqual([409, true])
    expect([late.statusCode, late.leadsTo]).toEqual([303, '/bin'])
    expect(await placeOf(page.id)).toBe('bin')
    // Put back, it is still not sent to the Ghost that deleted it.
    expect(await db.select().from(ghostLinks)).toHaveLength(1)
  })
})
