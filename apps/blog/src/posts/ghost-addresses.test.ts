import { expect, it } from 'vitest'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const look = (path: string) => app.inject({ url: path, headers: { accept: 'text/html' } })

it.each([
  ['/rye-bread/', '/rye-bread'],
  ['/rye-bread/?ref=newsletter', '/rye-bread?ref=newsletter'],
  ['/tag/bread/', '/tags/bread'],
  ['/tag/bread', '/tags/bread'],
  ['/author/amy/', '/authors/amy'],
  ['/rss/', '/rss.xml'],
  ['/tags/', '/tags'],
  ['/tags/bread/', '/tags/bread'],
  ['/authors/amy/', '/authors/amy'],
  ['/archive/', '/archive'],
  ['/archive/2026-11/', '/archive/2026-11'],
])('leads from %s, as a Ghost has its addresses, to %s, for good', async (theirs, ours) => {
  const { statusCode, headers } = await look(theirs)

  expect([statusCode, headers.location]).toEqual([301, ours])
})

it('ends at the story itself, and nowhere else than here', async () => {
  await aPage(db, { type: 'post', slug: 'rye-bread' })

  const { headers } = await look('/rye-bread/')
  const story = await look(String(headers.location))
  const elsewhere = await Promise.all(
    ['//evil.example/', '/%2F%2Fevil.example/', '/tag/%2F%2Fevil.example/'].map(look),
  )

  expect(story.statusCode).toBe(200)
  expect(elsewhere.map((answer) => answer.headers.location)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
