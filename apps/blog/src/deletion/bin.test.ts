import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { authors, containerRelations, posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import {
  goneSlugs,
  revisions,
  slugHistory,
  workingCopies,
} from '@rose-ash/shared/db/models/blog-writing'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { markets } from '@rose-ash/shared/db/models/market'
import { aPage, aPerson, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import type { Editor } from '../editing/editor.ts'
import { keepWorkingCopy } from '../editing/working-copies.ts'
import { exportSite } from '../ghost/export/export-site.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'
import { deletePost } from './delete-post.ts'
import { BIN_DAYS, emptyBin } from './empty-bin.ts'
import { restorePost } from './restore-post.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { services, anEditor, aDraft } = aDesk(db)
const days = (count: number) => count * 86_400_000

let editor: Editor

beforeEach(async () => {
  const before = await db.delete(posts).returning({ id: posts.id })
  await app.cache.purge(before.map(({ id }) => `post:${id}`))
  await db.delete(apActivities)
  await db.delete(goneSlugs)
  editor = await anEditor()
})

const everything = () =>
  Promise.all([
    db.select().from(posts),
    db.select().from(revisions),
    db.select().from(workingCopies),
    db.select().from(slugHistory),
  ])

const statusOf = async (path: string) => (await app.inject(path)).statusCode
const told = async () => (await db.select().from(apActivities)).map(({ type }) => type).toSorted()

/** A story that readers saw and that is in the bin. */
async function aDeleted() {
  const { id, content, save } = await aDraft(editor)
  const { slug } = await save({ status: 'published' })
  await db.insert(slugHistory).values({ slug: `before-${slug}`, postId: id })
  await save({ status: 'unpublished', baseVersion: 2 })
  await keepWorkingCopy(db, editor, { postId: id, baseVersion: 3, content })
  const before = await everything()
  await deletePost(db, services, { editor, postId: id })
  return { id, slug, content, save, before }
}

describe('what is in the bin', () => {
  it('is shown there alone, and put back as it was, without telling anybody', async () => {
    const { id, before } = await aDeleted()
    const { look, send } = await asPerson(app, editor.personId)

    expect((await look('/bin')).body).toContain(`action="/bin/${id}/restoration"`)
    expect((await look('/posts')).body).not.toContain(id)
    const { statusCode, headers } = await send(`/bin/${id}/restoration`)

    expect([statusCode, headers.location]).toEqual([303, `/posts/${id}/edit`])
    expect(await everything()).toEqual(before)
    expect(await told()).toEqual(['Create', 'Delete'])
    expect((await look('/bin')).body).toContain('The bin is empty')
    expect((await look('/posts')).body).toContain(id)
  })

  it('can be published again once it is put back, which tells the world', async () => {
    const { id, slug, save } = await aDeleted()

    await restorePost(db, { editor, postId: id })
    await save({ status: 'published', baseVersion: 3 })

    expect(await statusOf(`/${slug}`)).toBe(200)
    expect(await told()).toEqual(['Create', 'Create', 'Delete'])
  })

  it('is not changed from an editor that was open, whose words are kept until it is back', async () => {
    const { id, content, save } = await aDeleted()
    const { look, send } = await asPerson(app, editor.personId)

    await expect(save({ baseVersion: 3, words: 'Over it' })).rejects.toThrow('in the bin')
    const sent = await send(`/posts/${id}`, { baseVersion: '3', title: 'Typed meanwhile' })

    expect([sent.statusCode, sent.headers.location]).toEqual([303, '/bin'])
    expect((await look(`/posts/${id}/edit`)).headers.location).toBe('/bin')
    const [saved] = await db.select().from(posts).where(eq(posts.id, id))
    expect([saved?.title, saved?.version]).toEqual([content.title, 3])
    await send(`/bin/${id}/restoration`)
    expect((await look(`/posts/${id}/edit`)).body).toContain('>Typed meanwhile</textarea>')
  })

  it('is in no export', async () => {
    await aDeleted()
    const site = { origin: 'https://blog.example', title: 'Rose', menu: [], now: new Date() }

    let file = ''
    for await (const piece of exportSite(db, site)) file += piece

    const [{ data }] = (JSON.parse(file) as { db: { data: Record<string, unknown[]> }[] }).db as [
      { data: Record<string, unknown[]> },
    ]
    expect([data['posts'], data['posts_meta'], data['posts_authors']]).toEqual([[], [], []])
  })

  it('is put back and ended by an editor and its own author, and by nobody else', async () => {
    const author = await anEditor('author')
    const { id } = await aDraft(author)
    await deletePost(db, services, { editor: author, postId: id })

    for (const person of [{ personId: (await aPerson(db)).id }, await anEditor('author')]) {
      const { send } = await asPerson(app, person.personId)
      const answers = [await send(`/bin/${id}/restoration`), await send(`/bin/${id}/removal`)]
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403])
    }
    const stranger = await asPerson(app, (await anEditor('author')).personId)
    expect((await stranger.look('/bin')).body).not.toContain(id)
    expect((await everything())[0][0]?.deletedAt).toBeInstanceOf(Date)

    const { look, send } = await asPerson(app, author.personId)
    expect((await look(`/bin/${id}/removal`)).body).toContain('Nobody can bring it back')
    expect((await send(`/bin/${id}/removal`)).statusCode).toBe(303)
    expect(await everything()).toEqual([[], [], [], []])
  })
})

describe('the bin', () => {
  it('is emptied of what was in it for 30 days, and the addresses of stories stay gone', async () => {
    const { id, slug } = await aDeleted()
    const draft = await aDraft(editor)
    await deletePost(db, services, { editor, postId: draft.id })
    const now = Date.now()

    expect(await emptyBin(db, services, new Date(now + days(BIN_DAYS) - 60_000))).toBe(0)
    expect((await everything())[0]).toHaveLength(2)
    expect(await emptyBin(db, services, new Date(now + days(BIN_DAYS) + 60_000))).toBe(2)
    expect(await emptyBin(db, services, new Date(now + days(BIN_DAYS) + 60_000))).toBe(0)

    expect(await everything()).toEqual([[], [], [], []])
    expect([await statusOf(`/${slug}`), await statusOf(`/before-${slug}`)]).toEqual([410, 410])
    expect(await statusOf(`/${draft.content.slug}`)).toBe(404)
    const again = await aDraft(editor)
    await again.save({ content: { ...again.content, slug }, status: 'published' })
    expect(await statusOf(`/${slug}`)).toBe(200)
    expect((await db.select().from(goneSlugs)).map((row) => row.slug).toSorted()).toEqual(
      [slug, `before-${slug}`].toSorted(),
    )
    expect(id).not.toBe(again.id)
  })

  it('keeps a page that a market came to belong to, and nothing is put back behind its end', async () => {
    const [author] = await db.insert(authors).values({ slug: 'ada', name: 'Ada' }).returning()
    const values = { status: 'draft' as const, publishedAt: null, authorId: author?.id ?? '' }
    const page = await aPage(db, { ...values, deletedAt: new Date(Date.now() - days(31)) })
    const [market] = await db.insert(markets).values({ slug: 'rye', title: 'Rye' }).returning()
    const relation = { pageId: page.id, kind: 'market' as const, thingId: market?.id ?? '' }
    await db.insert(containerRelations).values(relation)

    expect(await emptyBin(db, services)).toBe(0)
    await db.delete(containerRelations)
    expect(await emptyBin(db, services)).toBe(1)

    await expect(restorePost(db, { editor, postId: page.id })).rejects.toThrow('no such post')
  })

  it('forgets what a Ghost deleted with the story itself, and asks nothing of the Ghost', async () => {
    const { id } = await aDeleted()
    const key = Buffer.from('sealed')
    const [site] = await db
      .insert(ghostSites)
      .values({ url: 'https://ghost.example', adminKey: key, webhookSecret: key })
      .returning()
    const link = { siteId: site?.id ?? '', kind: 'post' as const, ghostId: 'g1' }
    const agreed = { baseHash: 'x', base: {}, localId: id, state: 'gone-there' as const }
    await db.insert(ghostLinks).values({ ...link, ...agreed })

    expect(await emptyBin(db, services, new Date(Date.now() + days(31)))).toBe(1)

    expect(await db.select().from(ghostLinks)).toEqual([])
  })

  it('takes no story that readers see: the table itself says no', async () => {
    const { id, save } = await aDraft(editor)
    await save({ status: 'published' })

    const update = db.update(posts).set({ deletedAt: new Date() }).where(eq(posts.id, id))

    await expect(update).rejects.toMatchObject({
      cause: { constraint: 'posts_in_the_bin_are_unseen' },
    })
  })
})
