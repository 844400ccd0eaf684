import { createServer, type RequestListener, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../testing/postgres.ts'
import { type InternalClient, internalClient, TimedOut } from './internal-client.ts'
import { verifyRequest } from './signature.ts'

const secret = 'a secret of the stack'
const closers: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

async function serve(listener: RequestListener, where: string | number = 0): Promise<string> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(where, resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address
    ? `http://127.0.0.1:${address.port}`
    : `unix:${where}`
}

/** In a thread of its own, so that it answers while this one is busy. `/later` takes 100 ms. */
async function remoteServer(): Promise<string> {
  const code = `
    const { parentPort } = require('node:worker_threads')
    const server = require('node:http').createServer(({ url }, response) => {
      setTimeout(() => response.end('here'), url === '/later' ? 100 : 0)
    })
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))`
  const worker = new Worker(code, { eval: true })
  closers.push(() => worker.terminate())
  const [port] = await once(worker, 'message')
  return `http://127.0.0.1:${port}`
}

function clientOf(address: string): InternalClient {
  const client = internalClient({ addresses: { market: address }, secret })
  closers.push(() => client.close())
  return client
}

const get = { path: '/a?b=1', viewer: 'member:1', timeoutMs: 5_000 }

describe('the internal client', () => {
  it('brings status, headers and body, and signs what it asks', async () => {
    const viewers: (string | null)[] = []
    const address = await serve(({ method = '', url = '', headers }, response) => {
      viewers.push(verifyRequest(secret, { method, path: url, headers }))
      response.writeHead(404, { 'x-one': '1' }).end('nö')
    })

    const { status, headers, body } = await clientOf(address).get('market', get)

    expect([status, headers['x-one'], body.toString()]).toEqual([404, '1', 'nö'])
    expect(viewers).toEqual(['member:1'])
  })

  it('speaks over a unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rose-ash-socket-'))
    closers.push(() => rmSync(folder, { recursive: true }))
    const address = await serve(
      (_request, response) => response.end('here'),
      join(folder, 'm.sock'),
    )

    const { body } = await clientOf(address).get('market', get)

    expect([address.startsWith('unix:'), body.toString()]).toEqual([true, 'here'])
  })

  it.each<[string, RequestListener]>([
    ['before the headers', () => undefined],
    ['after the headers', (_request, response) => response.writeHead(200).flushHeaders()],
    ['within the body', (_request, response) => response.write('half')],
    [
      'byte by byte',
      (_request, response) => {
        const dripping = setInterval(() => response.write('.'), 20)
        response.on('close', () => clearInterval(dripping))
      },
    ],
  ])('gives up an answer that hangs %s, and its connection', async (_where, listener) => {
    let aborted = false
    const address = await serve((request, response) => {
      response.on('close', () => (aborted = true))
      listener(request, response)
    })
    const begun = performance.now()

    const answer = clientOf(address).get('market', { ...get, timeoutMs: 150 })

    await expect(answer).rejects.toThrow(new TimedOut(150))
    expect(performance.now() - begun).toBeLessThan(8_000)
    await expect.poll(() => aborted).toBe(true)
  })

  it('takes what came while the process was too busy to read it', async () => {
    const client = clientOf(await remoteServer())
    await client.get('market', get)

    const answer = client.get('market', { ...get, path: '/later', timeoutMs: 300 })
    await new Promise((resolve) => setTimeout(resolve, 30))
    const busyUntil = performance.now() + 1_000
    while (performance.now() < busyUntil) Math.sqrt(2)

    expect((await answer).body.toString()).toBe('here')
  })

  it('gives up in time when no connection is free', async () => {
    const client = clientOf(await serve(() => undefined))
    const sixteen = Array.from({ length: 16 }, () => client.get('market', get))
    const busy = Promise.allSettled(sixteen)

    const answer = client.get('market', { ...get, timeoutMs: 150 })

    await expect(answer).rejects.toThrow(new TimedOut(150))
    await client.close()
    const ends = await busy
    expect(ends.map(({ status }) => status)).toEqual(Array(16).fill('rejected'))
  })

  it('throws when nobody listens, and when the app has no address', async () => {
    const client = clientOf(`http://127.0.0.1:${await freePort()}`)

    await expect(client.get('market', get)).rejects.toThrow('ECONNREFUSED')
    await expect(client.get('events', get)).rejects.toThrow('no address of events')
  })

  it('reads no more than 4 MiB', async () => {
    const address = await serve((_request, response) =>
      response.end(Buffer.alloc(4 * 1024 * 1024 + 1)),
    )

    await expect(clientOf(address).get('market', get)).rejects.toThrow('max size')
  })
})
