import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { authors, posts } from '@rose-ash/shared/db/models/blog'
import { aPerson, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { publishDue } from '../editing/publish-due.ts'
import { asPerson } from '../testing/as-person.ts'
import { aDesk } from '../testing/desk.ts'
import { aCard, aDocument, aHeading, aParagraph } from '../testing/documents.ts'
import { newestPosts, relatedPosts } from './chosen.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { services, anEditor, aDraft } = aDesk(db)
const editor = await anEditor()

const member = await asPerson(app, (await aPerson(db)).id)
const stranger = async (path: string, headers: Record<string, string> = {}) =>
  (await app.inject({ url: path, headers: { accept: 'text/html', ...headers } })).body

/** Everything that somebody who is not signed in can read of the blog, and what other apps get of it. */
async function everywhere(postId: string, ...questions: string[]): Promise<Map<string, string>> {
  await db.execute(sql`refresh materialized view blog.search_words`)
  await app.cache.purge([`post:${postId}`, 'posts'])
  const [post] = await db
    .select({ slug: posts.slug, author: authors.slug })
    .from(posts)
    .innerJoin(authors, eq(authors.id, posts.authorId))
    .where(eq(posts.id, postId))
  const read = new Map<string, string>()
  for (const path of [
    '/',
    '/rss.xml',
    '/feed.json',
    '/sitemap.xml',
    '/archive',
    '/tags',
    `/${post?.slug}`,
    `/authors/${post?.author}`,
    `/posts/${postId}/preview`,
  ])
    read.set(path, await stranger(path))
  for (const asked of questions) {
    const path = `/search?q=${encodeURIComponent(asked)}`
    // The page says what was asked for; what it found is a part of it.
    read.set(path, (await stranger(path, { 'hx-request': 'true' })).replaceAll(asked, ''))
  }
  const { rows } = await db.execute(sql`select activity from federation.ap_activities`)
  read.set('activities', JSON.stringify(rows))
  const cards = [await newestPosts(db, 12), await relatedPosts(db, postId, 12)]
  read.set('the fragment of cards', JSON.stringify(cards))
  return read
}

const placesWith = (read: Map<string, string>, words: string) =>
  [...read].filter(([, text]) => text.includes(words)).map(([place]) => place)

/** Of what misspelt words are compared with. */
async function wordsLike(pattern: string): Promise<string[]> {
  const { rows } = await db.execute<{ word: string }>(
    sql`select word from blog.search_words where word like ${pattern}`,
  )
  return rows.map(({ word }) => word)
}

const walled = aDocument(
  aParagraph('Everybody smells the oven.'),
  aCard('paywall', {}),
  aHeading('The hidden starter'),
  aParagraph('Feed it with quinoaflour at midnight.'),
)

it.each(['members', 'newsletter'] as const)(
  'what is for %s alone is nowhere behind its wall, but its title and beginning are',
  async (visibility) => {
    const { id, content, save } = await aDraft(editor)
    const title = `Starters for ${visibility}`
    const wanted = { ...content, title, visibility, lexical: walled }
    const { slug } = await save({ content: wanted, status: 'published' })

    const read = await everywhere(
      id,
      title,
      'quinoaflour',
      'quinoaflur',
      '"feed it with"',
      'hidden starter',
      'midnight',
    )

    for (const words of ['quinoa', 'midnight', 'idden starter', 'Feed it'])
      expect([words, placesWith(read, words)]).toEqual([words, []])
    expect(placesWith(read, title).toSorted((a, b) => a.localeCompare(b))).toEqual(
      expect.arrayContaining(['/', '/feed.json', '/rss.xml', `/${slug}`]),
    )
    expect(placesWith(read, 'smells the oven')).toEqual(['/rss.xml', '/feed.json', `/${slug}`])
    const searches = placesWith(read, `href="/${slug}"`).filter((one) => one.startsWith('/search'))
    expect(searches).toEqual([`/search?q=${encodeURIComponent(title)}`])
    expect(read.get('/sitemap.xml')).toContain(`/${slug}</loc>`)
    expect(read.get('activities')).toBe('[]')
    const found = (await member.look('/search?q=quinoaflour')).body
    expect(found.includes(`href="/${slug}"`)).toBe(visibility === 'members')
    expect(found).not.toContain('at midnight')
    await db.update(posts).set({ status: 'draft' }).where(eq(posts.id, id))
  },
)

it('a story that is put behind a wall later is taken back where it was told, and told no more', async () => {
  const { id, content, version, save } = await aDraft(editor)
  const open = { ...content, title: 'Crusts', lexical: walled }
  const first = await save({ content: open, status: 'published' })
  expect(placesWith(await everywhere(id, 'midnight'), 'at midnight')).toContain(`/${first.slug}`)
  expect(version).toBeLessThan(first.version)
  expect(await wordsLike('quinoa%')).toEqual(['quinoaflour'])

  await save({ content: { ...open, visibility: 'members' }, baseVersion: first.version })

  await expect.poll(() => wordsLike('quinoa%'), { timeout: 60_000 }).toEqual([])
  const read = await everywhere(id, 'midnight', 'quinoaflour')
  for (const words of ['quinoa', 'midnight']) expect(placesWith(read, words)).toEqual([])
  const { rows } = await db.execute<{ type: string }>(
    sql`select type from federation.ap_activities order by id`,
  )
  expect(rows.map(({ type }) => type)).toEqual(['Create', 'Delete'])
  await db.update(posts).set({ status: 'draft' }).where(eq(posts.id, id))
  await db.execute(sql`delete from federation.ap_activities`)
})

it('a scheduled story is previewed by who writes it, and is nowhere before its time', async () => {
  const { id, content, save } = await aDraft(editor)
  // Far off: the app's own worker publishes what is due.
  const at = new Date('2099-01-01T12:00:00Z')
  const lexical = aDocument(aParagraph('We open a second bakery in Wellingby.'))
  const wanted = { ...content, title: 'News to come', excerpt: 'A surprise.', lexical }
  const { slug } = await save({ content: wanted, status: 'scheduled', publishedAt: at })
  const author = await asPerson(app, editor.personId)
  const asked = ['Wellingby', 'welingby', 'News to come', 'surprise'] as const

  const preview = await author.look(`/posts/${id}/preview`)
  expect(preview.statusCode).toBe(200)
  expect(preview.body).toContain('We open a second bakery in Wellingby.')
  expect(preview.headers['cache-control']).toMatch(/no-store|private/)
  expect((await member.look(`/posts/${id}/preview`)).statusCode).toBe(403)
  for (const look of [author.look, member.look])
    expect((await look(`/${slug}`)).statusCode).toBe(404)
  const before = await everywhere(id, ...asked)
  for (const words of ['Wellingby', 'News to come', 'surprise', `/${slug}<`])
    expect([words, placesWith(before, words)]).toEqual([words, []])
  expect(await publishDue(db, services, new Date(at.getTime() - 1))).toEqual([])

  expect(await publishDue(db, services, at)).toEqual([id])

  const after = await everywhere(id, 'Wellingby')
  expect(placesWith(after, 'News to come')).toEqual(
    expect.arrayContaining(['/', '/rss.xml', '/feed.json', `/${slug}`, 'activities']),
  )
  expect(after.get('/sitemap.xml')).toContain(`/${slug}</loc>`)
})
