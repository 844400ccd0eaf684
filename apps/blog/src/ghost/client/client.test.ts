import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningGhost, startGhost } from '@rose-ash/ghost-double'
import { createOutgoing, type Outgoing } from '@rose-ash/shared/http'
import { createGhostClient, type GhostClient } from './create-ghost-client.ts'

let ghost: RunningGhost
let outgoing: Outgoing
let client: GhostClient

beforeEach(async () => {
  ghost = await startGhost()
  outgoing = createOutgoing({ allow: [ghost.url] })
  client = clientWith(ghost.adminKey)
})

afterEach(async () => {
  await outgoing.close()
  await ghost.stop()
})

const clientWith = (adminKey: string, now = () => new Date()): GhostClient =>
  createGhostClient({ url: ghost.url, adminKey, outgoing, now })

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

describe('a client of a Ghost', () => {
  it('browses everything by id, 100 at a time, while the list changes', async () => {
    for (let n = 0; n < 250; n += 1) ghost.state.add('posts', { title: `Post ${n}` })
    const slugs: string[] = []

    for await (const post of client.browse('posts')) {
      if (slugs.length === 50) ghost.state.add('posts', { title: 'Late' })
      slugs.push(post.slug)
    }

    expect(slugs).toHaveLength(251)
    expect(new Set(slugs).size).toBe(251)
    expect(ghost.requests.filter(({ url }) => url.includes('/posts/'))).toHaveLength(3)
    expect(ghost.requests[0]?.headers['accept-version']).toBe('v6.0')
  })

  it('goes on after an id, and counts', async () => {
    const first = ghost.state.add('tags', { name: 'One' })
    ghost.state.add('tags', { name: 'Two' })

    const rest = await collect(client.browse('tags', { after: first.id }))

    expect(rest.map(({ name }) => name)).toEqual(['Two'])
    expect(await client.count('tags')).toBe(2)
  })

  it('reads, adds, edits and uploads; what is gone is undefined', async () => {
    const made = await client.add('posts', { title: 'Rye', status: 'draft' })
    const changed = await client.edit('posts', made.id, {
      title: 'Wheat',
      updated_at: made.updated_at,
    })
    const url = await client.upload({
      bytes: Buffer.from('pixels'),
      name: 'a b.png',
      contentType: 'image/png',
    })

    expect(changed).toMatchObject({ id: made.id, title: 'Wheat', slug: 'rye' })
    expect(await client.read('posts', made.id)).toEqual(changed)
    expect((await outgoing.request(url)).bytes.toString()).toBe('pixels')
    expect(await client.read('posts', '6b02a634f43e4805638e1010')).toBeUndefined()
  })

  it.each([
    [{ kind: 'status', status: 500 }, 2, 'ghost_failed'],
    [{ kind: 'status', status: 429, headers: { 'retry-after': '0' } }, 2, 'ghost_busy'],
    [{ kind: 'status', status: 403 }, 1, 'ghost_forbidden'],
    [{ kind: 'garbage' }, 1, 'ghost_unreadable'],
    [{ kind: 'half' }, 1, 'ghost_unreadable'],
    [{ kind: 'wrong-type' }, 1, 'ghost_unreadable'],
    [{ kind: 'cut' }, 1, 'ghost_unreachable'],
  ] as const)('tells an editor what %j means, after %i tries', async (fault, times, code) => {
    ghost.faults.plan(fault, /./, times)

    const answer = collect(client.browse('posts'))

    await expect(answer).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/\.$/) as string,
    })
    expect(ghost.requests).toHaveLength(times)
  })

  it('tries once more when a Ghost stumbles, but repeats no change that may have been made', async () => {
    ghost.faults.plan({ kind: 'status', status: 502 }, /^GET/)
    expect(await client.count('tags')).toBe(0)

    ghost.faults.plan({ kind: 'status', status: 502 }, /^POST/)
    await expect(client.add('tags', { name: 'Rye' })).rejects.toMatchObject({
      code: 'ghost_failed',
    })
    expect(ghost.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST'])
  })

  it('waits as long as a busy Ghost asks for', async () => {
    ghost.faults.plan({ kind: 'status', status: 429, headers: { 'retry-after': '1' } })
    const begun = performance.now()

    await client.count('tags')

    expect(performance.now() - begun).toBeGreaterThan(990)
  })

  it('never has more than two requests in flight', async () => {
    const other = clientWith(ghost.adminKey)

    await Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 ? client : other).count('posts')))

    expect(ghost.mostAtOnce).toBeLessThanOrEqual(2)
  })

  it('says that the key is wrong, and when a clock is', async () => {
    const wrong = clientWith(`${ghost.adminKey.slice(0, 24)}:${'0'.repeat(64)}`)
    const late = clientWith(ghost.adminKey, () => new Date(Date.now() - 400_000))

    await expect(wrong.settings()).rejects.toMatchObject({ code: 'ghost_key_refused' })
    await expect(late.settings()).rejects.toMatchObject({ code: 'ghost_key_refused' })
    expect(await wrong.site()).toMatchObject({ version: '6.65' })
  })

  it('takes a 404 of something in between for no answer about the thing', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end('nothing here'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    const elsewhere = createOutgoing({ allow: [url] })
    const proxied = createGhostClient({
      url,
      adminKey: ghost.adminKey,
      outgoing: elsewhere,
      now: () => new Date(),
    })

    await expect(proxied.read('posts', '6b02a634f43e4805638e1010')).rejects.toMatchObject({
      code: 'ghost_unreadable',
    })
    await elsewhere.close()
    server.closeAllConnections()
    server.close()
  })
})
