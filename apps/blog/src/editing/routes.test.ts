import { expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { people } from '@rose-ash/shared/db/models/account'
import { posts } from '@rose-ash/shared/db/models/blog'
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

it.each([
  ['2099-01-01T09:00', '2099-01-01T09:00:00.000Z'],
  ['2099-07-01T09:00', '2099-07-01T08:00:00.000Z'],
])('schedules by the cooperative’s clock, wherever the editor sits: %s', async (local, instant) => {
  const { editor, headers } = await signIn()
  const { id } = await aDraft(editor)
  const form = { baseVersion: '1', title: '🥖🥖🥖', publishAt: local, action: 'schedule' }

  const sent = await app.inject({
    method: 'POST',
    url: `/posts/${id}`,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
  const { body } = await app.inject({ url: `/posts/${id}/edit`, headers })

  expect(sent.statusCode).toBe(303)
  const [post] = await db.select().from(posts).where(eq(posts.id, id))
  expect([post?.status, post?.publishedAt?.toISOString()]).toEqual(['scheduled', instant])
  expect(post?.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  expect(body).toContain(`value="${local}"`)
  expect(body).toContain('Europe/London time')
})

it('refuses a time that is none and keeps the draft as it was', async () => {
  const { editor, headers } = await signIn()
  const { id } = await aDraft(editor)

  for (const publishAt of ['tomorrow', '2099-13-01T09:00', '2099-02-30T09:00']) {
    const form = { baseVersion: '1', title: 'Rye', publishAt, action: 'schedule' }
    const { statusCode } = await app.inject({
      method: 'POST',
      url: `/posts/${id}`,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    })
    expect([publishAt, statusCode]).toEqual([publishAt, 400])
  }
  const [post] = await db.select().from(posts).where(eq(posts.id, id))
  expect(post).toMatchObject({ status: 'draft', version: 1, publishedAt: null })
})

it('closes the conversation below a post, and leaves it as it is where the form does not say', async () => {
  const { editor, headers } = await signIn()
  const { id } = await aDraft(editor)
  const send = (form: string) =>
    app.inject({
      method: 'POST',
      url: `/posts/${id}`,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      payload: form,
    })
  const open = async () => {
    const [row] = await db.select({ open: posts.commentsOpen }).from(posts).where(eq(posts.id, id))
    return row?.open
  }
  const box = async () =>
    /<input type="checkbox" name="commentsOpen"( checked)?>/.exec(
      (await app.inject({ url: `/posts/${id}/edit`, headers })).body,
    )?.[1] === ' checked'

  expect([await open(), await box()]).toEqual([true, true])
  await send('baseVersion=1&title=Rye&commentsOpen=off')
  expect([await open(), await box()]).toEqual([false, false])
  await send('baseVersion=2&title=Rye')
  expect(await open()).toBe(false)
  await app.inject({
    method: 'PUT',
    url: `/posts/${id}/working-copy`,
    headers,
    payload: { baseVersion: 3, form: { title: 'Rye', commentsOpen: ['off', 'on'] } },
  })
  expect([await open(), await box()]).toEqual([false, true])
  await send('baseVersion=3&title=Rye&commentsOpen=off&commentsOpen=on')
  expect([await open(), await box()]).toEqual([true, true])
})
