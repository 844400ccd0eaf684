import sharp, { type Region } from 'sharp'
import { describe, expect, it } from 'vitest'
import type { posts } from '@rose-ash/shared/db/models/blog'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { drawable } from './draw-card.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const { blog } = app.appConfig.origins

async function cardOf(values: Partial<typeof posts.$inferInsert>) {
  const { slug } = await aPage(db, { type: 'post', ...values })
  const { body } = await app.inject({ url: `/${slug}`, headers: { accept: 'text/html' } })
  const address = /<meta property="og:image" content="([^"]+)">/.exec(body)?.[1] ?? ''
  return { slug, address, path: address.replace(blog, '') }
}

/** How many different pixels are in a part of a picture. */
async function shades(png: Buffer, part: Region): Promise<number> {
  const pixels = await sharp(png).removeAlpha().extract(part).raw().toBuffer()
  const seen = new Set<number>()
  for (let at = 0; at < pixels.length; at += 3) seen.add(pixels.readUIntBE(at, 3))
  return seen.size
}

describe('the card of a post without a picture', () => {
  it.each([
    ['a short title', 'The oven is twenty'],
    ['a very long one', 'A loaf that nobody wanted to end '.repeat(9).slice(0, 200)],
    ['one long word', 'W'.repeat(200)],
    ['letters of our neighbours', 'Čaj, żurek & crème brûlée — “naïve” œuvre'],
    ['emoji', 'Bread 🍞🔥 and salt'],
    ['no letter that we have', '面包和盐 خبز وملح'],
    ['no words at all', '🍞'],
  ])(
    'is a picture of 1200 by 630 pixels, with %s',
    async (_, title) => {
      const { path } = await cardOf({ title })

      const { statusCode, headers, rawPayload } = await app.inject(path)

      expect([statusCode, headers['content-type']]).toEqual([200, 'image/png'])
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
      const { width, height, format } = await sharp(rawPayload).metadata()
      expect([width, height, format]).toEqual([1200, 630, 'png'])
      const words = { left: 96, top: 160, width: 1034, height: 340 }
      const margin = { left: 1160, top: 0, width: 40, height: 630 }
      expect(await shades(rawPayload, words)).toBeGreaterThan(2)
      expect(await shades(rawPayload, margin)).toBe(1)
    },
    30_000,
  )

  it('has another address when its words change, and the old one leads to it', async () => {
    const first = await cardOf({ title: 'Before' })
    const old = first.path.replace(/[0-9a-f]{16}\.png$/, '0123456789abcdef.png')

    const { statusCode, headers } = await app.inject(old)

    expect([statusCode, headers.location]).toEqual([302, first.path])
  })

  it('is not made for a draft, nor for what has a picture of its own', async () => {
    const { slug, address } = await cardOf({ status: 'draft', publishedAt: null })
    const withPicture = await cardOf({ image: 'https://example.org/loaf.jpg' })

    expect(address).toBe('')
    expect((await app.inject(`/social/${slug}-0123456789abcdef.png`)).statusCode).toBe(404)
    expect(withPicture.address).toBe('https://example.org/loaf.jpg')
  })
})

it('leaves out what our fonts have no letters for', () => {
  expect(drawable('Bread 🍞🔥 and 盐 salt')).toBe('Bread and salt')
  expect(drawable('面包')).toBe('')
})
