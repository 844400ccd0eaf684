import { expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { people } from '@rose-ash/shared/db/models/account'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import { aPage, signedIn, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { aDesk } from '../testing/desk.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { anEditor, aDraft } = aDesk(db)

async function signIn() {
  const editor = await anEditor()
  const [person] = await db.select().from(people).where(eq(people.id, editor.personId))
  if (!person) throw new Error('there is one')
  return { editor, headers: await signedIn(app, person) }
}

it('keeps topics that are being typed, and makes them only when the post is saved', async () => {
  const { editor, headers } = await signIn()
  const { id } = await aDraft(editor)
  const typed = { title: 'Rye', tags: 'Bre' }

  const kept = await app.inject({
    method: 'PUT',
    url: `/posts/${id}/working-copy`,
    headers,
    payload: { baseVersion: 1, form: typed },
  })
  const { body } = await app.inject({ url: `/posts/${id}/edit`, headers })

  expect([kept.statusCode, await db.$count(tags)]).toEqual([200, 0])
  expect(body).toContain('name="tags" value="Bre"')
  const form = new URLSearchParams({ baseVersion: '1', title: 'Rye', tags: 'Bread' })
  await app.inject({
    method: 'POST',
    url: `/posts/${id}`,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: form.toString(),
  })
  expect(await db.select({ name: tags.name }).from(tags)).toEqual([{ name: 'Bread' }])
})

it('previews what was written before there was an editor', async () => {
  const { headers } = await signIn()
  const { id } = await aPage(db, { type: 'post', html: '<p>From then.</p>' })

  const { body } = await app.inject({ url: `/posts/${id}/preview`, headers })

  expect(body).toContain('<p>From then.</p>')
})
