import { describe, expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { snippets } from '@rose-ash/shared/db/models/blog-writing'
import { signedIn, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { eq } from 'drizzle-orm'
import { createBlog } from '../app.ts'
import { aDesk } from '../testing/desk.ts'
import { aParagraph } from '../testing/documents.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { anEditor } = aDesk(db)

/** What somebody's editor asks of us. */
async function editorOf(role: 'author' | 'editor') {
  const { personId } = await anEditor(role)
  const [person] = await db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new Error('there is one')
  const headers = await signedIn(app, person)
  const ask = (method: 'GET' | 'POST' | 'DELETE', payload?: object) =>
    app.inject({ method, url: '/snippets', headers, ...(payload && { payload }) })
  return {
    list: async () => (await ask('GET')).json<{ snippets: { name: string; value: string }[] }>(),
    keep: async (name: string, value: string) => (await ask('POST', { name, value })).statusCode,
    drop: async (name: string) => (await ask('DELETE', { name })).statusCode,
  }
}

const copied = (words: string) =>
  JSON.stringify({ namespace: 'KoenigEditor', nodes: [aParagraph(words)] })
const editor = await editorOf('editor')
const author = await editorOf('author')

describe('a snippet', () => {
  it('is kept by an editor as it was marked, and used by every writer', async () => {
    expect(await editor.keep('Opening hours', copied('Ten to six.'))).toBe(200)

    const { snippets: found } = await author.list()
    expect(found.map(({ name }) => name)).toEqual(['Opening hours'])
    expect(JSON.parse(found[0]?.value ?? '')).toEqual(JSON.parse(copied('Ten to six.')))
  })

  it('of the same name takes the place of the first', async () => {
    await editor.keep('Closing', copied('Six.'))
    await editor.keep(' Closing ', copied('Seven.'))

    const { snippets: found } = await author.list()
    const closing = found.filter(({ name }) => name === 'Closing')
    expect(closing.map(({ value }) => JSON.parse(value))).toEqual([JSON.parse(copied('Seven.'))])
  })

  it('that is none is refused, and nothing is kept', async () => {
    const before = await db.$count(snippets)

    for (const value of ['', '{', '[]', '{"nodes":[{"no":"type"}]}', 'null'])
      expect([value, await editor.keep('Broken', value)]).toEqual([value, 400])
    expect(await editor.keep('', copied('x'))).toBe(400)
    expect(await db.$count(snippets)).toBe(before)
  })

  it('is neither kept nor dropped by an author', async () => {
    await editor.keep('Ours', copied('Stays.'))

    expect(await author.keep('Mine', copied('x'))).toBe(403)
    expect(await author.drop('Ours')).toBe(403)

    const names = (await editor.list()).snippets.map(({ name }) => name)
    expect(names).toContain('Ours')
    expect(names).not.toContain('Mine')
    expect(await editor.drop('Ours')).toBe(200)
    expect((await editor.list()).snippets.map(({ name }) => name)).not.toContain('Ours')
  })
})
