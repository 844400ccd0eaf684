import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readFixture } from './fixtures/read-fixture.ts'
import { type RunningGhost, startGhost } from './start-ghost.ts'
import { ask, paragraph, token } from './testing/ask.ts'

let ghost: RunningGhost
let clock = Date.parse('2026-11-22T08:00:00.400Z')

beforeEach(async () => {
  ghost = await startGhost({ now: () => new Date(clock) })
})

afterEach(() => ghost.stop())

type List = Record<string, unknown>[]
const posts = (body: Record<string, unknown>): List => body.posts as List

/** The clock of the double stands still, so its tokens are of its time. */
const asked = async (path: string, method = 'GET', json?: unknown) => {
  const real = Date.now
  Date.now = () => clock
  try {
    return await ask(ghost, path, method, json)
  } finally {
    Date.now = real
  }
}

describe('keys', () => {
  it.each([
    ['a good one', {}, 200],
    ['for v5', { claims: { aud: '/v5/admin/' } }, 200],
    ['for somebody else', { claims: { aud: '/members/' } }, 401],
    ['six minutes old', { claims: { iat: Math.floor(clock / 1_000) - 360 } }, 401],
    ['expired', { claims: { exp: Math.floor(clock / 1_000) - 1 } }, 401],
    ['signed with the secret as text', { asText: true }, 401],
    ['of nobody', { key: 'abc:00' }, 401],
  ])('%s', async (_what, changes, status) => {
    const authorization = token({ key: ghost.adminKey, ...changes }, clock)

    const answer = await fetch(`${ghost.url}/ghost/api/admin/posts/`, {
      headers: { authorization },
    })

    expect(answer.status).toBe(status)
  })

  it('lets nobody but staff change settings', async () => {
    const json = { settings: [{ key: 'title', value: 'Mine' }] }

    expect((await asked('settings/', 'PUT', json)).status).toBe(403)
    const authorization = token({ key: ghost.staffToken }, clock)
    const headers = { authorization, 'content-type': 'application/json' }
    const url = `${ghost.url}/ghost/api/admin/settings/`
    const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(json) })
    expect(answer.status).toBe(200)
    expect(ghost.state.settings.find(({ key }) => key === 'title')?.value).toBe('Mine')
  })

  it('lets nobody but staff read and replace the redirects, and follows them for a year', async () => {
    const form = new FormData()
    const file = JSON.stringify([{ from: '^/old/?$', to: '/new/', permanent: true }])
    form.set('redirects', new Blob([file], { type: 'application/json' }), 'redirects.json')
    const api = `${ghost.url}/ghost/api/admin/redirects`
    const staff = { authorization: token({ key: ghost.staffToken }, clock) }

    expect((await asked('redirects/download/')).status).toBe(403)
    const sent = await fetch(`${api}/upload/`, { method: 'POST', headers: staff, body: form })
    const read = await fetch(`${api}/download/`, { headers: staff })
    const old = await fetch(`${ghost.url}/old`, { redirect: 'manual' })

    expect([sent.status, await read.json()]).toEqual([200, JSON.parse(file)])
    expect([old.status, old.headers.get('location')]).toEqual([301, '/new/'])
    expect(old.headers.get('cache-control')).toBe('public, max-age=31536000')
  })
})

describe('lists', () => {
  beforeEach(() => {
    for (let n = 0; n < 130; n += 1) ghost.state.add('posts', { title: `Post ${n}` })
  })

  it.each([
    ['limit=all', 100, { page: 1, limit: 100, pages: 2, next: 2 }],
    ['limit=250', 100, { limit: 100 }],
    ['limit=0', 15, { limit: 15, pages: 9 }],
    ['limit=5&page=99', 0, { page: 99, next: 100, prev: 98 }],
  ])('%s gives %i', async (query, length, pagination) => {
    const { body } = await asked(`posts/?${query}`)

    expect(posts(body)).toHaveLength(length)
    expect(body.meta).toMatchObject({ pagination: { ...pagination, total: 130 } })
  })

  it('compare dates as text: an ISO date finds nothing of its own day', async () => {
    const count = async (date: string) =>
      posts((await asked(`posts/?filter=${encodeURIComponent(`updated_at:>='${date}'`)}`)).body)
        .length

    expect(await count('2026-11-22 07:59:00')).toBe(15)
    expect(await count('2026-11-22T07:59:00.000Z')).toBe(0)
    expect(await count('2026-11-21T07:59:00.000Z')).toBe(15)
  })

  it('go on after an id', async () => {
    const [first] = posts((await asked('posts/?order=id asc&limit=1&fields=id')).body)
    const filter = encodeURIComponent(`id:>'${String(first?.id)}'`)

    const { body } = await asked(`posts/?order=id asc&filter=${filter}&limit=100&fields=id,slug`)

    expect(posts(body)[0]).toEqual({ id: expect.any(String) as string, slug: 'post-1' })
    expect(body.meta).toMatchObject({ pagination: { total: 129 } })
  })
})

describe('writing', () => {
  it('holds a stale change back by the second, and nothing that changes nothing', async () => {
    const post = ghost.add('posts', { title: 'One' })
    const first = post.updated_at
    const put = (values: object) => asked(`posts/${post.id}/`, 'PUT', { posts: [values] })

    expect((await put({ title: 'Two' })).status).toBe(422)
    expect((await put({ title: 'Two', updated_at: first })).status).toBe(200)
    // Within the same second nobody notices.
    expect((await put({ title: 'Three', updated_at: first })).status).toBe(200)
    clock += 2_000
    expect((await put({ title: 'Four', updated_at: first })).status).toBe(200)
    expect((await put({ title: 'Five', updated_at: first })).status).toBe(409)
    expect((await put({ title: 'Four', updated_at: first })).status).toBe(200)
    expect(post.title).toBe('Four')
  })

  it('gives a taken slug a number, and cuts a post at a block it does not know', async () => {
    ghost.add('pages', { title: 'Bread' })
    const lexical = JSON.stringify({
      root: {
        type: 'root',
        children: [
          { type: 'paragraph', children: [{ type: 'text', text: 'a' }] },
          { type: 'ours' },
        ],
      },
    })

    const { status, body } = await asked('posts/?formats=html', 'POST', {
      posts: [{ title: 'Bread', lexical }],
    })

    expect(status).toBe(201)
    expect(posts(body)[0]).toMatchObject({ slug: 'bread-2', html: '<p>a</p>' })
    expect((await asked('posts/', 'POST', { posts: [{ title: 'x', lexical: '{}' }] })).status).toBe(
      422,
    )
  })
})

describe('webhooks', () => {
  const steps = readFixture('event-sequence') as unknown as { step: string; events: string[] }[]
  const expected = (step: string) => steps.find((one) => one.step === step)?.events

  it('fire in the order of a real Ghost', () => {
    const fired = (act: () => unknown) => {
      ghost.hooks.events.length = 0
      act()
      return [...ghost.hooks.events]
    }
    const edit = (values: Record<string, unknown>) => fired(() => ghost.edit('posts', id, values))
    let id = ''

    expect(fired(() => (id = ghost.add('posts').id))).toEqual(expected('post: create draft'))
    expect(edit({ title: 'b' })).toEqual(expected('post: edit draft'))
    expect(edit({ status: 'published' })).toEqual(expected('post: publish'))
    expect(edit({ lexical: paragraph('b') })).toEqual(expected('post: edit published (lexical)'))
    expect(edit({ slug: 'other' })).toEqual(expected('post: change slug'))
    expect(edit({ tags: [{ name: 'New' }] })).toEqual(expected('post: attach tag'))
    expect(edit({ tags: [] })).toEqual(expected('post: detach tag'))
    expect(edit({ status: 'draft' })).toEqual(expected('post: unpublish'))
    const later = { status: 'scheduled', published_at: '2027-01-01T00:00:00.000Z' }
    expect(edit(later)).toEqual(expected('post: schedule'))
    expect(edit({ published_at: '2027-01-02T00:00:00.000Z' })).toEqual(expected('post: reschedule'))
    expect(edit({ status: 'draft' })).toEqual(expected('post: unschedule'))
    expect(fired(() => ghost.delete('posts', id))).toEqual(expected('post: delete'))
    const page = fired(() => (id = ghost.add('pages', { status: 'published' }).id))
    expect(page).toEqual(expected('page: create published'))
    expect(fired(() => ghost.delete('pages', id))).toEqual(expected('page: delete'))
    const { id: tag } = ghost.add('tags', { name: 't' })
    expect(fired(() => ghost.edit('tags', tag, { name: 'u' }))).toEqual(expected('tag: edit'))
    expect(fired(() => ghost.delete('tags', tag))).toEqual(expected('tag: delete'))
    const two = [ghost.add('posts').id, ghost.add('posts').id]
    expect(fired(() => ghost.bulk('feature', two))).toEqual(expected('bulk: feature 2 posts'))
    expect(fired(() => ghost.bulk('delete', two))).toEqual([])
  })

  it('are signed over body and time, and come once', async () => {
    const heard: { raw: string; signature: string }[] = []
    const server = createServer((request, response) => {
      let raw = ''
      request.on('data', (chunk: Buffer) => (raw += chunk.toString()))
      request.on('end', () => {
        heard.push({ raw, signature: String(request.headers['x-ghost-signature']) })
        response.writeHead(500).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    ghost.hooks.subscribe({
      event: 'post.edited',
      target_url: `http://127.0.0.1:${port}/`,
      secret: 's',
    })

    const { id } = ghost.add('posts')
    ghost.edit('posts', id, { title: 'Changed' })
    await ghost.hooks.idle()
    server.close()

    expect(heard).toHaveLength(1)
    const [, mac, t] = /^sha256=([0-9a-f]{64}), t=(\d+)$/.exec(heard[0]?.signature ?? '') ?? []
    expect(mac).toBe(createHmac('sha256', 's').update(`${heard[0]?.raw}${t}`).digest('hex'))
    const { post } = JSON.parse(heard[0]?.raw ?? '{}') as {
      post: Record<string, Record<string, unknown>>
    }
    expect(post.current).toMatchObject({ id, title: 'Changed' })
    expect(post.current).not.toHaveProperty('lexical')
    expect(post.previous).toMatchObject({ title: 'A post' })
  })
})
