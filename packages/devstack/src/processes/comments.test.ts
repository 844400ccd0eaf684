import { expect, it } from 'vitest'
import { createBlog } from '@rose-ash/blog/app'
import { createFederation } from '@rose-ash/federation/app'
import {
  aPage,
  aPerson,
  freePort,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'

const { db, url: databaseUrl } = await testDatabase()
const port = await freePort()
const federation = await testApp(createFederation, testConfig('federation', { databaseUrl }))
await federation.listen({ host: '127.0.0.1', port })
const config = testConfig('blog', { databaseUrl })
const internal = { ...config.internal, federation: `http://127.0.0.1:${port}` }
const blog = await testApp(createBlog, { ...config, internal })

const look = async (path: string, headers: Record<string, string> = {}) =>
  (await blog.inject({ url: path, headers: { accept: 'text/html', ...headers } })).body
const send = (path: string, headers: Record<string, string>, form: Record<string, string> = {}) =>
  blog.inject({
    method: 'POST',
    url: path,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })

it('a post’s kept page shows strangers and members each change of a comment at the next view', async () => {
  const { slug } = await aPage(db, { type: 'post' })
  const [tom, eve] = [await aPerson(db, { name: 'Tom Bell' }), await aPerson(db)]
  const [asTom, asEve] = [await signedIn(blog, tom), await signedIn(blog, eve)]
  const everybody = async () =>
    Promise.all([{}, asTom, asEve].map((headers) => look(`/${slug}`, headers)))
  const shows = async (words: string) => (await everybody()).map((html) => html.includes(words))
  expect(await shows('No comments yet')).toEqual([true, true, true])

  const said = await send(`/${slug}/comments`, asTom, { text: 'Lovely loaf.' })
  const id = said.headers.location?.split('#comment-')[1] ?? ''

  expect(await shows('Lovely loaf.')).toEqual([true, true, true])
  expect(await shows(`/comments/${id}/removal`)).toEqual([false, true, false])
  expect(await shows('Sign in to write')).toEqual([true, false, false])
  await send(`/comments/${id}/text`, asTom, { text: 'Lovely loaves.' })
  expect(await shows('Lovely loaves.')).toEqual([true, true, true])
  await send(`/comments/${id}/removal`, asTom)
  expect(await shows('Lovely loaves.')).toEqual([false, true, false])
  await send(`/comments/${id}/return`, asTom)
  expect(await shows('Lovely loaves.')).toEqual([true, true, true])
})

it('the page of a conversation has the same, and its forms', async () => {
  const { slug } = await aPage(db, { type: 'post', title: 'Rye' })
  const asTom = await signedIn(blog, await aPerson(db, { name: 'Tom Bell' }))
  const said = await send(`/${slug}/comments`, asTom, { text: 'Lovely loaf.' })
  const id = said.headers.location?.split('#comment-')[1] ?? ''

  const page = await look(`/${slug}/comments`, asTom)
  const reply = await look(`/${slug}/comments?reply=${id}`, asTom)
  const edit = await look(`/${slug}/comments?thread=${id}&edit=${id}`, asTom)
  const strangers = await look(`/${slug}/comments?thread=${id}&edit=${id}`)

  expect(page).toContain('Comments on &#8220;Rye&#8221;')
  expect(page).toContain('Lovely loaf.')
  expect(reply).toContain('Your reply to Tom Bell')
  expect(edit).toContain('Lovely loaf.</textarea>')
  expect(strangers).not.toContain('<textarea')
})
