import { createServer, type RequestListener } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, signedIn, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { roles } from '@rose-ash/shared/db/models/account'
import { createBlog } from '../app.ts'

const { db, url: databaseUrl } = await testDatabase()

const player =
  '<iframe src="https://www.youtube.com/embed/abc" width="560" height="315" title="Loaf"></iframe>'
/** What is left of it: the player alone, of the host without cookies. */
const ours =
  '<iframe width="560" height="315" title="Loaf" src="https://www.youtube-nocookie.com/embed/abc" loading="lazy"></iframe>'
const page = (head: string) => `<!doctype html><html><head>${head}</head><body>Bread</body></html>`
const facts =
  '<title>Loaf</title><meta property="og:description" content="How we bake"><meta property="og:image" content="/loaf.jpg">'

/** What another site answers, by path. */
const answers: Record<string, RequestListener> = {
  '/film': (_, response) =>
    response.end(
      page(`${facts}<link rel="alternate" type="application/json+oembed" href="/oembed">`),
    ),
  '/oembed': (_, response) =>
    response.end(JSON.stringify({ type: 'video', html: `${player}<script>steal()</script>` })),
  '/stranger': (_, response) =>
    response.end(page(`${facts}<link rel="alternate" type="application/json+oembed" href="/bad">`)),
  '/bad': (_, response) =>
    response.end(
      JSON.stringify({
        type: 'rich',
        html: '<script src="//www.youtube.com.evil.example"></script>',
      }),
    ),
  '/broken': (_, response) =>
    response.end(
      page(`${facts}<link rel="alternate" type="application/json+oembed" href="/nonsense">`),
    ),
  '/nonsense': (_, response) => response.end('not JSON'),
  '/moved': (_, response) => response.writeHead(301, { location: '/film' }).end(),
  '/around': (_, response) => response.writeHead(302, { location: '/around' }).end(),
  '/inward': (_, response) =>
    response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end(),
  '/trouble': (_, response) => response.writeHead(500).end('no'),
  '/huge': (_, response) => response.end(page(facts).padEnd(5 * 1_024 * 1_024)),
}

const server = createServer((request, response) => {
  const answer = answers[request.url ?? '']
  if (answer) answer(request, response)
})

let origin = ''
let ask: (path: string, kind?: string) => Promise<{ status: number; answer: unknown }>

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const config = testConfig('blog', { databaseUrl, outgoingPrivate: [origin] })
  const app = await testApp(createBlog, config)
  const author = await aPerson(db)
  await db.insert(roles).values({ personId: author.id, role: 'author' })
  const headers = { ...(await signedIn(app, author)), accept: 'application/json' }
  ask = async (path, kind = 'embed') => {
    const target = path.startsWith('/') ? origin + path : path
    const query = new URLSearchParams({ url: target, kind }).toString()
    const { statusCode, json } = await app.inject({ url: `/embeds?${query}`, headers })
    return { status: statusCode, answer: json() }
  }
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const bookmark = { title: 'Loaf', description: 'How we bake' }

describe('another site’s page', () => {
  it('is shown with its player, when that is of a site we show players of', async () => {
    const { status, answer } = await ask('/film')

    expect([status, answer]).toEqual([200, { type: 'video', html: ours, url: `${origin}/film` }])
  })

  it('is a bookmark when one is asked for, with its picture’s whole address', async () => {
    const { answer } = await ask('/film', 'bookmark')

    const metadata = { ...bookmark, thumbnail: `${origin}/loaf.jpg` }
    expect(answer).toMatchObject({ type: 'bookmark', url: `${origin}/film`, metadata })
  })

  it.each(['/stranger', '/broken'])(
    'is a bookmark when its player is none of ours: %s',
    async (path) => {
      const { status, answer } = await ask(path)

      expect(status).toBe(200)
      expect(answer).toMatchObject({ type: 'bookmark', metadata: bookmark })
      expect(JSON.stringify(answer)).not.toContain('<script')
    },
  )

  it('is found where it moved to', async () => {
    expect(await ask('/moved')).toMatchObject({ status: 200, answer: { html: ours } })
  })

  it.each([
    ['/trouble', 400, 'That page answers 500'],
    ['/around', 502, ''],
    ['/huge', 502, ''],
    ['/silent', 504, ''],
    ['/inward', 400, ''],
    ['http://127.0.0.1:1/', 400, ''],
    ['http://localhost:1/', 400, ''],
    ['http://[::1]:1/', 400, ''],
  ])(
    'is refused with a sentence when it cannot be had: %s',
    async (path, expected, words) => {
      const { status, answer } = await ask(path)

      expect([status, answer]).toEqual([
        expected,
        expect.objectContaining({ detail: expect.stringContaining(words) }),
      ])
      expect(JSON.stringify(answer)).not.toContain('metadata')
    },
    40_000,
  )
})
