import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { navItems } from '@rose-ash/shared/db/models/blog'
import { postTags, tagGroups, tags } from '@rose-ash/shared/db/models/blog-writing'
import { aPage, testApp, testConfig, testDatabase, untilTheyWait } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { tagIdsOf } from '../editing/tags.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'
import { mergeTopics } from './change-topic.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { anEditor, aDraft } = aDesk(db)
const browser = async () => asPerson(app, (await anEditor()).personId)

async function aTopic(name: string): Promise<string> {
  const [id = ''] = await tagIdsOf(db, [name])
  return id
}

async function aPostWith(...tagIds: string[]) {
  const post = await aPage(db, { type: 'post' })
  await db
    .insert(postTags)
    .values(tagIds.map((tagId, position) => ({ postId: post.id, tagId, position })))
  return post
}

const topic = async (id: string) => (await db.select().from(tags).where(eq(tags.id, id)))[0]

describe('a topic', () => {
  it('is renamed everywhere at once; posts that are saved with the new name keep it', async () => {
    const [id, { look, send }] = [await aTopic('Soup'), await browser()]
    const { slug } = await aPostWith(id)
    expect((await look(`/${slug}`)).body).toContain('>Soup</a>')

    await send(`/topics/${id}`, { name: 'Soups & stews', slug: 'other', description: 'Warm.' })

    expect((await look(`/${slug}`)).body).toContain('>Soups &amp; stews</a>')
    expect(await topic(id)).toMatchObject({ slug: 'soup', description: 'Warm.' })
    expect(await tagIdsOf(db, ['soups & STEWS'])).toEqual([id])
  })

  it('gets another address only before something with it is published, and none that is taken', async () => {
    const [id, { send, look }] = [await aTopic('Unread'), await browser()]
    await aTopic('Taken')

    await send(`/topics/${id}`, { name: 'Unread', slug: 'Not yet!' })
    const typed = { name: 'Unread, again', slug: 'taken', description: 'Long & dear.' }
    const refused = await send(`/topics/${id}`, typed)
    const nonsense = await send(`/topics/${id}`, { ...typed, slug: '!' })

    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('Another topic has this address')
    expect([nonsense.statusCode, nonsense.body]).toEqual([
      400,
      expect.stringContaining('An address needs letters or figures'),
    ])
    for (const { body } of [refused, nonsense]) {
      expect(body).toContain('value="Unread, again"')
      expect(body).toContain('value="Long &amp; dear."')
    }
    expect(await topic(id)).toMatchObject({ slug: 'not-yet', name: 'Unread', description: '' })
    await aPostWith(id)
    expect((await look(`/topics/${id}`)).body).toContain('It stays as it is now')
  })

  it('merges into another with its posts and menu items, and is the main one where it was', async () => {
    const [id, into] = [await aTopic('Leek'), await aTopic('Leeks')]
    const [one, both] = [await aPostWith(id), await aPostWith(id, into)]
    const nav = { label: 'Leek', kind: 'tag' as const, targetId: id, position: 900 }
    const [item] = await db.insert(navItems).values(nav).returning()
    const { send } = await browser()

    const { headers } = await send(`/topics/${id}/merger`, { into })

    expect(headers.location).toBe(`/topics/${into}`)
    const rows = await db.select().from(postTags).where(eq(postTags.tagId, into))
    expect(new Map(rows.map(({ postId, position }) => [postId, position]))).toEqual(
      new Map([
        [one.id, 0],
        [both.id, 0],
      ]),
    )
    const [moved] = await db
      .select()
      .from(navItems)
      .where(eq(navItems.id, item?.id ?? ''))
    expect(moved?.targetId).toBe(into)
    expect(await topic(id)).toBeUndefined()
    const old = await app.inject('/tags/leek')
    expect([old.statusCode, old.headers.location]).toEqual([301, '/tags/leeks'])
  })

  it('is deleted when it was said how many have it, and earlier versions open without it', async () => {
    const [id, kept, { send, look }] = [await aTopic('Gone'), await aTopic('Kept'), await browser()]
    const { id: postId, content, save } = await aDraft(await anEditor())
    await save({ content: { ...content, tagIds: [id, kept] } })

    const asked = await look(`/topics/${id}/deletion`)
    await send(`/topics/${id}/deletion`)

    expect(asked.body).toContain('1 post has it and loses it')
    expect(await topic(id)).toBeUndefined()
    await save({ baseVersion: 2, content: { ...content, tagIds: [id, kept] } })
    const rows = await db.select().from(postTags).where(eq(postTags.postId, postId))
    expect(rows.map(({ tagId }) => tagId)).toEqual([kept])
  })

  it('leads on from every address it had, through mergers, and says so when it is deleted', async () => {
    const [id, middle, last] = [await aTopic('First'), await aTopic('Middle'), await aTopic('Last')]
    const { send } = await browser()
    const answerOf = async (slug: string) => {
      const { statusCode, headers } = await app.inject(`/tags/${slug}`)
      return [statusCode, headers.location]
    }

    await send(`/topics/${id}`, { name: 'First', slug: 'very-first' })
    const renamed = await answerOf('first')
    await send(`/topics/${id}/merger`, { into: middle })
    await send(`/topics/${middle}/merger`, { into: last })
    const merged = await Promise.all(['first', 'very-first', 'middle'].map(answerOf))
    await send(`/topics/${last}/deletion`)
    const gone = await Promise.all(['first', 'very-first', 'middle', 'last'].map(answerOf))
    await aTopic('Middle')

    expect(renamed).toEqual([301, '/tags/very-first'])
    expect(merged).toEqual(Array.from({ length: 3 }, () => [301, '/tags/last']))
    expect(gone).toEqual(Array.from({ length: 4 }, () => [410, undefined]))
    expect(await answerOf('middle')).toEqual([200, undefined])
    expect(await answerOf('first')).toEqual([410, undefined])
    expect(await answerOf('never-there')).toEqual([404, undefined])
  })

  it('leaves no trace and leads nobody to it when only editors see it', async () => {
    const [hidden, id] = [await aTopic('#hidden'), await aTopic('Seen')]
    const { send } = await browser()
    const statusOf = async (slug: string) => (await app.inject(`/tags/${slug}`)).statusCode

    await send(`/topics/${id}/merger`, { into: hidden })
    expect([await statusOf('seen'), await statusOf('hash-hidden')]).toEqual([404, 404])

    await send(`/topics/${hidden}/deletion`)
    expect([await statusOf('seen'), await statusOf('hash-hidden')]).toEqual([410, 404])
  })

  it('merges while a post with it is saved, and neither waits for the other for ever', async () => {
    const [id, into] = [await aTopic('Swede'), await aTopic('Swedes')]
    const { id: postId, content, save } = await aDraft(await anEditor())

    const { saving } = await db.transaction(async (merger) => {
      await merger.execute(sql`select from blog.tags where id = ${into} for update`)
      const saving = save({ content: { ...content, tagIds: [id, into] } })
      await untilTheyWait(db)
      // What the foreign key of a post's topic does.
      await merger.execute(sql`select from blog.posts where id = ${postId} for key share nowait`)
      return { saving }
    })
    await saving

    const rows = await db.select().from(postTags).where(eq(postTags.postId, postId))
    expect(rows.map(({ tagId }) => tagId)).toEqual([id, into])
  })

  it('is saved in no group when its group was taken away meanwhile', async () => {
    const [id, { send }] = [await aTopic('Chard'), await browser()]
    const [group] = await db.insert(tagGroups).values({ name: 'Leaves', position: 9 }).returning()
    const groupId = group?.id ?? ''

    const { changed } = await db.transaction(async (other) => {
      await other.delete(tagGroups).where(eq(tagGroups.id, groupId))
      const changed = send(`/topics/${id}`, { name: 'Chard', slug: '', groupId })
      await untilTheyWait(db)
      return { changed }
    })

    expect((await changed).statusCode).toBe(303)
    expect(await topic(id)).toMatchObject({ name: 'Chard', groupId: null })
  })

  it('is changed by editors alone', async () => {
    const [id, into] = [await aTopic('Mine'), await aTopic('Yours')]
    const author = await anEditor('author')
    const { look, send } = await asPerson(app, author.personId)

    const answers = [
      await look('/topics'),
      await send(`/topics/${id}`, { name: 'X' }),
      await send(`/topics/${id}/deletion`),
      await send('/topics/groups', { name: 'X' }),
    ]

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403])
    await expect(mergeTopics(db, author, { id, into })).rejects.toThrow('Only editors')
    expect(await topic(id)).toMatchObject({ name: 'Mine' })
  })
})

describe('groups of topics', () => {
  it('are added, renamed, put in order and deleted, and their topics stay', async () => {
    const { send, look } = await browser()
    for (const name of ['A', 'B', 'C']) await send('/topics/groups', { name })
    const twice = await send('/topics/groups', { name: 'B' })
    const names = async () => {
      const rows = await db.select().from(tagGroups).orderBy(tagGroups.position)
      return rows.map(({ name }) => name)
    }
    const idOf = async (name: string) =>
      (await db.select().from(tagGroups).where(eq(tagGroups.name, name)))[0]?.id ?? ''
    const id = await aTopic('Grouped')
    await send(`/topics/${id}`, { name: 'Grouped', groupId: await idOf('C') })

    await send(`/topics/groups/${await idOf('C')}/place`, { place: '0' })
    await send(`/topics/groups/${await idOf('A')}`, { name: 'Z' })

    const renamed = await send(`/topics/groups/${await idOf('Z')}`, { name: 'B' })

    expect(twice.statusCode).toBe(409)
    expect(twice.body).toContain('There is a group with this name already.')
    expect(twice.body).toMatch(/name="name" type="text" value="[ABC]"/)
    expect(renamed.statusCode).toBe(409)
    const [form = ''] =
      /<details class="nav-item-name" open>.*?<\/details>/s.exec(renamed.body) ?? []
    expect(form).toContain('<summary>Z</summary>')
    expect(form).toContain('name="name" value="B"')
    expect(form).toContain('There is a group with this name already. Choose another name.')
    expect(renamed.body.match(/with this name already/g)).toHaveLength(1)
    expect(renamed.body).toContain('id="field-name" name="name" type="text" value=""')
    expect(await names()).toEqual(['C', 'Z', 'B'])
    expect((await look('/topics')).body).toContain('0 posts · C')
    await send(`/topics/groups/${await idOf('C')}/removal`)
    expect(await names()).toEqual(['Z', 'B'])
    expect(await topic(id)).toMatchObject({ groupId: null })
  })
})
