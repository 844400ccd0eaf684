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

it('lists what was never saved by the title it has so far, for its writer alone', async () => {
  const { headers } = await signIn()
  const other = await signIn()
  const { headers: made } = await app.inject({
    method: 'POST',
    url: '/posts',
    headers,
    payload: {},
  })
  const address = String(made.location)
  const { body: fresh } = await app.inject({ url: address, headers })

  const kept = await app.inject({
    method: 'PUT',
    url: address.replace('/edit', '/working-copy'),
    headers,
    payload: { baseVersion: 1, form: { title: 'Crumpets & co', slug: '' } },
  })
  const { body: own } = await app.inject({ url: '/posts', headers })
  const { body: theirs } = await app.inject({ url: '/posts', headers: other.headers })

  expect(kept.statusCode).toBe(200)
  expect(fresh).toContain('name="slug"')
  expect(fresh).not.toMatch(/name="slug"[^>]*post-/)
  expect(own).toContain(`href="${address}">Crumpets &amp; co</a>`)
  expect(theirs).toContain(`href="${address}">Untitled</a>`)
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

it('shows the page again with everything that was typed when it cannot be published, and says why', async () => {
  const { editor, headers } = await signIn()
  const { id } = await aDraft(editor)
  const right = {
    baseVersion: '1',
    title: 'Rye',
    excerpt: 'Dark & dense.',
    tags: 'Bread',
    publishAt: '',
    canonicalUrl: 'https://mill.example/rye',
  }
  const passed = { publishAt: '2001-01-01T09:00', action: 'schedule' }

  for (const [wrong, says] of [
    [{ title: ' ', action: 'publish' }, 'Give it a title before it is published.'],
    [{ action: 'schedule' }, 'Say when it is to be published.'],
    [passed, 'That moment has passed. Choose a later one, or publish it at once.'],
    [
      { canonicalUrl: 'bakers.example', action: 'save' },
      'is no web address. Write where it was first',
    ],
    [
      { canonicalUrl: 'javascript:alert(1)', action: 'save' },
      'is no web address. Write where it was first',
    ],
  ] as const) {
    const form = { ...right, ...wrong }
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: `/posts/${id}`,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    })
    const { body: later } = await app.inject({ url: `/posts/${id}/edit`, headers })

    expect([form, statusCode]).toEqual([form, 400])
    expect(body).toContain(says)
    expect(body).toContain(`name="publishAt" type="datetime-local" value="${form.publishAt}"`)
    expect(later).not.toContain(says)
    for (const page of [body, later]) {
      expect(page).toContain('Dark &amp; dense.</textarea>')
      expect(page).toContain('name="tags" value="Bread"')
      expect(page).toContain(`value="${form.canonicalUrl}"`)
    }
  }
  const [post] = await db.select().from(posts).where(eq(posts.id, id))
  expect(post).toMatchObject({ status: 'draft', version: 1, excerpt: '', canonicalUrl: null })
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
