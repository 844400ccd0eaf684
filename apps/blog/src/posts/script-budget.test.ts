import { expect, it } from 'vitest'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const BUDGET = 20_000

const html = '<p>Bread</p><pre><code>rye</code></pre>'
await aPage(db, { type: 'post', slug: 'a-story', html })
await aPage(db, { slug: 'a-page', html })

/** The scripts of a page that a browser runs: their files, and the bytes of those within it. */
async function scriptsOf(path: string): Promise<{ files: string[]; inline: number }> {
  const { body, statusCode } = await app.inject({ url: path, headers: { accept: 'text/html' } })
  expect(statusCode).toBe(200)
  const scripts = [...body.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)]
  const run = scripts.filter(([, attributes = '']) => !attributes.includes('ld+json'))
  return {
    files: run.flatMap(([, attributes = '']) => /src="([^"]+)"/.exec(attributes)?.[1] ?? []),
    inline: run.reduce((sum, [, , text = '']) => sum + text.length, 0),
  }
}

/** What a file weighs as it is sent to a browser. */
async function sent(file: string): Promise<number> {
  const { pathname } = new URL(file, 'http://blog.example')
  const answer = await app.inject({ url: pathname, headers: { 'accept-encoding': 'br' } })
  expect([answer.statusCode, answer.headers['content-encoding']]).toEqual([200, 'br'])
  return answer.rawPayload.length
}

it.each(['/', '/a-story', '/a-page', '/search?q=bread', '/archive', '/tags'])(
  'a reader loads at most 20 kB of script for %s',
  async (path) => {
    const { files, inline } = await scriptsOf(path)
    const sizes = await Promise.all(files.map(sent))

    expect(sizes.length).toBeGreaterThan(0)
    expect(sizes.reduce((sum, size) => sum + size, inline)).toBeLessThanOrEqual(BUDGET)
  },
)
