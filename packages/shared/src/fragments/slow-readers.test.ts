import { get, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { text as readText } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { cachedSite } from './testing/fake-site.ts'

describe('a response over a real connection', () => {
  let site: Awaited<ReturnType<typeof cachedSite>>

  afterEach(() => site.app.close())

  it('is never changed by the next ones, however slowly it is read, or when it is cut off', async () => {
    site = await cachedSite()
    const long = 'x'.repeat(4_000_000)
    site.options.load = () => ({ text: long })
    site.app.get('/own', (request, reply) => {
      const text = String(request.headers.cookie).slice('member='.length).repeat(1_000_000)
      return reply.page('page', { load: () => ({ text }) })
    })
    const address = await site.app.listen({ port: 0, host: '127.0.0.1' })
    await Promise.all(['m1', 'm2'].map((name) => readAll(address, '/', name)))
    await readAll(address, '/')
    const readers = Array.from({ length: 24 }, async (_, index) => {
      const name = index % 3 === 0 ? undefined : `m${index % 2 ? 1 : index + 100}`
      const path = ['/', '/', '/own'][index % 3] ?? '/'
      const response = await open(address + path, name)
      if (index % 10 === 9) return response.destroy()
      await new Promise((resolve) => setTimeout(resolve, (index % 7) * 50))
      const policy = String(response.headers['content-security-policy'])
      const nonce = /nonce-([\w-]+)/.exec(policy)?.[1]
      const viewer = name ? `member:${name}` : 'anonymous'
      const start = path === '/' ? long : String(name).repeat(1_000_000)
      const expected = `${start}[cart-mini v1 for ${viewer}]${nonce}`
      return expect((await readText(response)) === expected).toBe(true)
    })

    await Promise.all(readers)
    expect(site.front.takeCount()).toBeGreaterThan(8)
  })
})

async function open(url: string, name?: string): Promise<IncomingMessage> {
  const headers = { accept: 'text/html', ...(name && { cookie: `member=${name}` }) }
  const [response] = await once(get(url, { headers }), 'response')
  return response
}

const readAll = async (address: string, path: string, name?: string) =>
  readText(await open(address + path, name))
