import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { search } from './queries.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))

beforeAll(async () => {
  const write = (title: string, plaintext: string, status: 'published' | 'draft' = 'published') =>
    aPage(db, { type: 'post', title, plaintext, status })
  await write('The oven is back', 'On Friday we baked sourdough again, and everybody came.')
  await write('Sourdough for beginners', 'Flour, water and patience.')
  await write('Leeks in the frost', 'They wait outside & grow "sweet". 100% of them.')
  await write('Secret sourdough', 'Not yet for anybody.', 'draft')
  await db.execute(sql`refresh materialized view blog.search_words`)
})

const titlesFor = async (words: string) => (await search(db, words)).found.map(({ title }) => title)

describe('searching', () => {
  it('finds what is published, the title before the text', async () => {
    expect(await titlesFor('sourdough')).toEqual(['Sourdough for beginners', 'The oven is back'])
  })

  it('knows other forms of a word, and parts of a title', async () => {
    expect(await titlesFor('baking')).toEqual(['The oven is back'])
    expect(await titlesFor('begin')).toEqual(['Sourdough for beginners'])
  })

  it('takes a slip of the pen for the word we use, and says so', async () => {
    const { found, instead } = await search(db, 'sourdoguh')

    expect(instead).toBe('sourdough')
    expect(found).toHaveLength(2)
  })

  it('takes a slip in a short word for the word that more posts have', async () => {
    const write = (title: string, plaintext: string) =>
      aPage(db, { type: 'post', title, plaintext, status: 'published' })
    await write('Twenty loaves', 'Ours are made with oats.')
    await write('A coat', 'For the winter market. Jam for the oats.')
    await write('Oats again', 'One coat more, for the market.')
    await db.execute(sql`refresh materialized view concurrently blog.search_words`)
    const insteadOf = async (words: string) => (await search(db, words)).instead

    expect(await search(db, 'ovn')).toMatchObject({
      found: [{ title: 'The oven is back' }],
      instead: 'oven',
    })
    expect(await titlesFor('twnty')).toEqual(['Twenty loaves'])
    // Three posts say oats and two say coat.
    expect(await insteadOf('goat')).toBe('oat')
    expect(await insteadOf('the ovn oat')).toBe('the oven oat')
    // Two letters, a figure, or two slips in a short word: nothing is guessed.
    for (const words of ['ov', '0ven', 'vn', 'oxxn']) {
      expect([words, await insteadOf(words)]).toEqual([words, undefined])
    }
  })

  it('takes words however long, and however many, for what they are', async () => {
    await aPage(db, { type: 'post', title: `${'x'.repeat(300)} loaf`, status: 'published' })
    await db.execute(sql`refresh materialized view concurrently blog.search_words`)

    expect(await search(db, 'y'.repeat(200))).toEqual({ found: [], instead: undefined })
    expect(await search(db, 'qqq '.repeat(50))).toMatchObject({ found: [] })
    expect((await search(db, 'ovn')).instead).toBe('oven')
  })

  it('takes slips of the pen for words that strangers may search, never for those behind a wall', async () => {
    for (const visibility of ['members', 'newsletter'] as const) {
      const title = `Persimmons for ${visibility}`
      await aPage(db, { type: 'post', title, plaintext: 'Quinoaflour at midnight.', visibility })
    }
    await db.execute(sql`refresh materialized view concurrently blog.search_words`)

    const { found, instead } = await search(db, 'persimon')
    expect([found.length, instead]).toEqual([2, 'persimmon'])
    expect(await search(db, 'quinoaflor')).toEqual({ found: [], instead: undefined })
    const { rows } = await db.execute<{ word: string }>(sql`select word from blog.search_words`)
    expect(rows.map(({ word }) => word)).not.toContain('quinoaflour')
  })

  it('marks the words where they stand, and shows markup as text', async () => {
    const { body } = await app.inject({
      url: '/search?q=outside',
      headers: { 'hx-request': 'true' },
    })

    expect(body).toContain('They wait <mark>outside</mark> &amp; grow &quot;sweet&quot;.')
    expect(body).not.toContain('<html')
  })

  it('of nothing, of nonsense, and of what looks like a pattern harms nothing', async () => {
    for (const words of ['zzzyx', '%', '_', `'; drop table blog.posts`, '"', '-', '& | !', '\\']) {
      const { statusCode } = await app.inject({ url: `/search?q=${encodeURIComponent(words)}` })
      expect(statusCode).toBe(200)
    }
    expect(await titlesFor('%')).toEqual([])
    expect(await titlesFor('100%')).toEqual(['Leeks in the frost'])
  })
})
