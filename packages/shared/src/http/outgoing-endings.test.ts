import { createServer, type RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createOutgoing, type Outgoing, type OutgoingOptions } from './outgoing-client.ts'
import { AddressRefused, AnswerTooLarge } from './outgoing-errors.ts'

const closers: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** A server on 127.0.0.1, and the paths that it was asked for. */
async function serve(listener: RequestListener) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { origin: `http://127.0.0.1:${port}`, seen }
}

function outgoing(options: OutgoingOptions): Outgoing {
  const client = createOutgoing(options)
  closers.push(() => client.close())
  return client
}

describe('a request that ends before its answer', () => {
  it('asks before it follows a redirect, and stays when told to', async () => {
    const { origin, seen } = await serve((_request, response) =>
      response.writeHead(302, { location: '/private' }).end(),
    )
    const asked: string[] = []
    const beforeRedirect = (to: string) => {
      asked.push(to)
      throw new AddressRefused()
    }

    const answer = outgoing({ allow: [origin] }).request(origin, { beforeRedirect })

    await expect(answer).rejects.toThrow(AddressRefused)
    expect(asked).toEqual([`${origin}/private`])
    expect(seen).toHaveLength(1)
  })

  it('ends when it is told to, with the reason', async () => {
    const { origin } = await serve(() => undefined)
    const ending = new AbortController()

    const answer = outgoing({ allow: [origin] }).request(origin, { signal: ending.signal })
    ending.abort(new Error('the process ends'))

    await expect(answer).rejects.toThrow('the process ends')
  })

  it('takes nothing of a body that says it is too long', async () => {
    const { origin } = await serve((_request, response) =>
      response.writeHead(200, { 'content-length': 40_000_000 }).write('a'),
    )

    const answer = outgoing({ allow: [origin] }).request(origin, { maxBytes: 1_000 })

    await expect(answer).rejects.toThrow(AnswerTooLarge)
  })
})
