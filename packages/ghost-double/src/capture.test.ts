import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFixture } from './fixtures/read-fixture.ts'
import { type RunningGhost, startGhost } from './start-ghost.ts'
import { ask, paragraph } from './testing/ask.ts'

let ghost: RunningGhost

beforeAll(async () => {
  ghost = await startGhost()
  const tag = ghost.add('tags', { name: 'News' })
  const values = { status: 'published', lexical: paragraph('Hello'), tags: [{ id: tag.id }] }
  ghost.add('posts', { title: 'A post', ...values })
  ghost.add('pages', { title: 'A page', ...values, tags: [] })
  const [newsletter] = ghost.state.rows.newsletters.values()
  ghost.add('members', { email: 'a@example.com', newsletters: [{ id: newsletter?.id }] })
})

afterAll(() => ghost.stop())

/** Every path in a value with the type of what is there; of a list, what its first has. */
function typesOf(value: unknown, path = ''): Record<string, string> {
  if (Array.isArray(value)) return value.length > 0 ? typesOf(value[0], `${path}[]`) : {}
  if (value === null || typeof value !== 'object')
    return { [path]: value === null ? 'null' : typeof value }
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => typesOf(inner, `${path}.${key}`)),
  )
}

/** The same paths, and the same types where neither is null. */
function expectSameShape(answer: unknown, captured: unknown): void {
  const [ours, theirs] = [typesOf(answer), typesOf(captured)]
  expect(Object.keys(ours).toSorted()).toEqual(Object.keys(theirs).toSorted())
  const differing = Object.keys(ours).filter(
    (path) => ours[path] !== theirs[path] && ours[path] !== 'null' && theirs[path] !== 'null',
  )
  expect(differing).toEqual([])
}

describe('what the double answers has the shape of what a real Ghost answered', () => {
  it.each([
    ['posts', 'posts/?formats=lexical,html,plaintext,mobiledoc&include=tags,authors,tiers'],
    ['pages', 'pages/?formats=lexical,html&include=tags,authors,tiers'],
    ['tags', 'tags/?include=count.posts'],
    ['users', 'users/?include=roles,count.posts'],
    ['newsletters', 'newsletters/?include=count.posts,count.members'],
    ['tiers', 'tiers/'],
    ['actions', 'actions/'],
    ['site', 'site/'],
    ['settings', 'settings/'],
  ])('%s', async (name, path) => {
    const { status, body } = await ask(ghost, path)

    expect(status).toBe(200)
    expectSameShape(body, readFixture(name))
  })

  it('members', async () => {
    const { members } = (await ask(ghost, 'members/')).body as { members: unknown[] }

    expect(members).toHaveLength(1)
    expectSameShape(members[0], (readFixture('members').members as unknown[])[0])
  })

  it('webhooks', async () => {
    const hook = { event: 'site.changed', target_url: 'http://127.0.0.1:9/', secret: 's' }
    const { status, body } = await ask(ghost, 'webhooks/', 'POST', { webhooks: [hook] })

    expect(status).toBe(201)
    expectSameShape(body, readFixture('webhooks'))
  })

  it('a collision', async () => {
    const { id } = ghost.add('posts', { title: 'Mine' })
    const change = { title: 'Yours', updated_at: '2020-01-01T00:00:00.000Z' }
    const { status, body } = await ask(ghost, `posts/${id}/`, 'PUT', { posts: [change] })

    expect(status).toBe(409)
    expectSameShape(body, readFixture('update-collision'))
  })
})
