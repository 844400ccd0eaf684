import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { LookupOptions } from 'node:dns'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/at-end.ts'
import { type FindAddresses, guardedLookup } from './guarded-lookup.ts'
import { createOutgoing, type Outgoing, type OutgoingOptions } from './outgoing-client.ts'
import {
  AddressRefused,
  AnswerTooLarge,
  AnswerTooLate,
  NotReachable,
  TooManyRedirects,
} from './outgoing-errors.ts'

const closers: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** A server on 127.0.0.1, and how many requests reached it. */
async function serve(listener: RequestListener) {
  const seen: { url: string; headers: Record<string, unknown> }[] = []
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers })
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { origin: `http://127.0.0.1:${port}`, port, seen }
}

function outgoing(options: OutgoingOptions = {}): Outgoing {
  const client = createOutgoing(options)
  closers.push(() => client.close())
  return client
}

const resolvingTo =
  (...addresses: string[]): FindAddresses =>
  (_hostname, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

describe('asking servers that are not ours', () => {
  it('brings status, headers and bytes of an allowed neighbour', async () => {
    const { origin } = await serve((_request, response) =>
      response.writeHead(404, { 'x-one': '1' }).end('nö'),
    )

    const answer = await outgoing({ allow: [origin] }).request(`${origin}/a?b=1`)

    expect(answer).toMatchObject({ status: 404, url: `${origin}/a?b=1` })
    expect([answer.headers['x-one'], answer.bytes.toString()]).toEqual(['1', 'nö'])
  })

  it.each([
    'http://127.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://0:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::127.0.0.1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://[64:ff9b:1::7f00:1]:PORT/',
    'http://[2002:7f00:1::]:PORT/',
    'http://[fe80::1]:PORT/',
    'http://[fd00::1]:PORT/',
    'http://[fec0::1]:PORT/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://localhost:PORT/',
    'http://user:word@example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:text/plain,a',
    'not an address',
  ])('refuses %s before a byte is sent', async (form) => {
    const { port, seen } = await serve((_request, response) => response.end('secret'))

    const answer = outgoing().request(form.replace('PORT', String(port)))

    await expect(answer).rejects.toThrow(AddressRefused)
    expect(seen).toEqual([])
  })

  it.each([['127.0.0.1'], ['::1'], ['::ffff:10.0.0.1'], ['fe80::1%eth0']])(
    'refuses a name that leads to %s',
    async (address) => {
      const { port, seen } = await serve((_request, response) => response.end('secret'))
      const client = outgoing({ find: resolvingTo(address) })

      await expect(client.request(`http://shop.example:${port}/`)).rejects.toThrow(AddressRefused)
      expect(seen).toEqual([])
    },
  )

  it('gives a connection none but the public addresses of a name', async () => {
    const lookup = guardedLookup(resolvingTo('127.0.0.1', '1.1.1.1', '::1', '2606:4700::1111'))
    const found = (options: LookupOptions) =>
      new Promise((resolve) =>
        lookup('shop.example', options, (_error, address, family) => resolve([address, family])),
      )

    expect(await found({})).toEqual(['1.1.1.1', 4])
    expect(await found({ all: true })).toEqual([
      [
        { address: '1.1.1.1', family: 4 },
        { address: '2606:4700::1111', family: 6 },
      ],
      undefined,
    ])
  })

  it('refuses a redirect to a private address, a relative one of which it follows', async () => {
    const inside = await serve((_request, response) => response.end('secret'))
    const { origin, seen } = await serve(({ url }, response) => {
      const location = url === '/first' ? '/second' : `${inside.origin}/`
      response.writeHead(302, { location }).end()
    })

    const answer = outgoing({ allow: [origin] }).request(`${origin}/first`)

    await expect(answer).rejects.toThrow(AddressRefused)
    expect(seen.map(({ url }) => url)).toEqual(['/first', '/second'])
    expect(inside.seen).toEqual([])
  })

  it('tells no other site what was meant for the first', async () => {
    const other = await serve((_request, response) => response.end('there'))
    const { origin } = await serve((_request, response) =>
      response.writeHead(307, { location: `${other.origin}/x` }).end(),
    )
    const client = outgoing({ allow: [origin, other.origin] })

    const { bytes, url } = await client.request(origin, {
      headers: { Authorization: 'Ghost abc', Cookie: 'a=b', 'x-kept': 'yes' },
    })

    expect([bytes.toString(), url]).toEqual(['there', `${other.origin}/x`])
    expect(other.seen[0]?.headers).toMatchObject({ 'x-kept': 'yes' })
    expect(other.seen[0]?.headers).not.toHaveProperty('authorization')
    expect(other.seen[0]?.headers).not.toHaveProperty('cookie')
  })

  it('follows as many redirects as it may, and those of a POST never', async () => {
    const { origin, seen } = await serve((_request, response) =>
      response.writeHead(302, { location: '/on' }).end(),
    )
    const client = outgoing({ allow: [origin] })

    await expect(client.request(origin, { redirects: 2 })).rejects.toThrow(TooManyRedirects)
    expect(seen).toHaveLength(3)

    const posted = await client.request(origin, { method: 'POST', body: 'x' })
    expect(posted.status).toBe(302)
    expect(seen).toHaveLength(4)
  })

  it('stops reading a body that never ends', async () => {
    let closed = false
    const { origin } = await serve((_request, response) => {
      const pouring = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 1)
      response.on('close', () => {
        clearInterval(pouring)
        closed = true
      })
    })

    const answer = outgoing({ allow: [origin] }).request(origin, { maxBytes: 200_000 })

    await expect(answer).rejects.toThrow(AnswerTooLarge)
    await expect.poll(() => closed).toBe(true)
  })

  it.each<[string, RequestListener]>([
    ['before the headers', () => undefined],
    [
      'byte by byte',
      (_request, response) => {
        const dripping = setInterval(() => response.write('.'), 20)
        response.on('close', () => clearInterval(dripping))
      },
    ],
  ])('gives up an answer that hangs %s', async (_where, listener) => {
    const { origin } = await serve(listener)
    const begun = performance.now()

    const answer = outgoing({ allow: [origin] }).request(origin, { timeoutMs: 150 })

    await expect(answer).rejects.toThrow(AnswerTooLate)
    expect(performance.now() - begun).toBeLessThan(8_000)
  })

  it('says that nobody answers without saying where', async () => {
    const { origin } = await serve((request) => request.socket.destroy())

    const answer = outgoing({ allow: [origin] }).request(origin)

    await expect(answer).rejects.toThrow(new NotReachable().message)
    await expect(answer).rejects.not.toThrow(/127|ECONN/)
  })
})

describe('downloading a file', () => {
  const folder = temporaryFolder('rose-ash-outgoing')
  const file = join(folder, 'file')

  afterEach(() => rmSync(file, { force: true }))

  it('keeps it', async () => {
    const { origin } = await serve((_request, response) => response.end(Buffer.alloc(100_000, 'a')))

    const { size, status } = await outgoing({ allow: [origin] }).download(origin, file)

    expect([status, size]).toEqual([200, 100_000])
    expect(readFileSync(file, 'utf8')).toBe('a'.repeat(100_000))
  })

  it('leaves nothing of one that is too large', async () => {
    const { origin } = await serve((_request, response) => response.end(Buffer.alloc(100_000)))

    const answer = outgoing({ allow: [origin] }).download(origin, file, { maxBytes: 99_999 })

    await expect(answer).rejects.toThrow(AnswerTooLarge)
    expect(existsSync(file)).toBe(false)
  })
})
