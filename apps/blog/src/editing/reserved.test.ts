import { expect, it } from 'vitest'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { aDesk } from '../testing/desk.ts'
import { createPost } from './save-post.ts'
import { freeSlug, isReserved, toSlug } from './slugs.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { services, anEditor } = aDesk(db)

const paths = app.accessList.map((route) => route.url.split('/').slice(1))
/** First parts that a slug could be: `rss.xml` has a full stop, which no slug has. */
const firstParts = [...new Set(paths.map(([first = '']) => first))].filter(
  (first) => first !== '' && toSlug(first) === first,
)

it('keeps the first part of every route of ours from posts and pages', async () => {
  const editor = await anEditor()

  expect(firstParts).toEqual(expect.arrayContaining(['archive', 'embeds', 'ghost', 'posts']))
  expect(firstParts.filter((first) => !isReserved(first))).toEqual([])
  for (const type of ['post', 'page'] as const) {
    const { slug, id } = await createPost(db, services, { editor, type, title: 'Topics' })
    expect(slug).toMatch(/^topics-[23]$/)
    expect(await freeSlug(db, 'search', id)).toBe('search-2')
  }
})

it('shares no folder of topics or writers with anything else', () => {
  const beside = paths.filter(([first = '']) => ['tags', 'authors'].includes(first))

  const named = beside.map((path) => path.filter(Boolean).join('/'))
  expect(new Set(named)).toEqual(new Set(['tags', 'tags/:slug', 'authors/:slug']))
})
