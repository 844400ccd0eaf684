import { get, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { text as readText } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { PageCopies } from './page-copies.ts'
import { cachedSite } from './testing/fake-site.ts'

describe('copies of a page', () => {
  it('are lent again once they were given back, not before, and not twice', () => {
    const copies = new PageCopies({ bytes: Buffer.from('page N'), nonceAt: [5] })
    const first = copies.lend()
    const second = copies.lend()
    first.giveBack?.()
    first.giveBack?.()

    const third = copies.lend()
    const fourth = copies.lend()

    expect(third.bytes).toBe(first.bytes)
    expect(new Set([first.bytes, second.bytes, fourth.bytes]).size).toBe(3)
    for (const { bytes } of [second, third, fourth]) expect(bytes.toString()).toBe('page N')
  })
})

describe('a response over a real connection', () => {
  let site: Awaited<ReturnType<typeof cachedSite>>

  afterEach(() => site.app.close())

  it('is never changed by the next ones, however slowly it is read, or when it is cut off', async () => {
    site = await cachedSite()
    const long = 'x'.repeat(4_000_000)
    site.options.load = () => ({ text: long })
    site.app.get('/own', (request, reply) => {
      const text = String(request.headers.viewer).repeat(1_000_000)
      return reply.page('page', { load: () => ({ text }) })
    })
    const address = await site.app.listen({ port: 0, host: '127.0.0.1' })
    const readers = Array.from({ length: 24 }, async (_, index) => {
      const viewer = `m${index + 100}`
      const path = ['/', '/', '/own'][index % 3] ?? '/'
      const headers = index % 3 === 0 ? {} : { viewer }
      const response = await open(`${address}${path}`, headers)
      if (index % 10 === 9) return response.destroy()
      await new Promise((resolve) => setTimeout(resolve, (index % 7) * 50))
      const policy = String(response.headers['content-security-policy'])
      const nonce = /nonce-([\w-]+)/.exec(policy)?.[1]
      const name = index % 3 === 0 ? 'anonymous' : `member:${viewer}`
      const start = path === '/' ? long : viewer.repeat(1_000_000)
      const expected = `${start}[cart-mini v1 for ${name}]${nonce}`
      return expect((await readText(response)) === expected).toBe(true)
    })

    await Promise.all(readers)
  })
})

async function open(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const [response] = await once(get(url, { headers }), 'response')
  return response
}
