import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { load } from 'cheerio'
import { afterAll, describe, expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { productImages } from '@rose-ash/shared/db/models/market-shelves'
import { signedIn, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import sharp from 'sharp'
import { createMarket } from '../../app.ts'
import { shownPictures } from '../../products/shown-pictures.ts'
import { aProduct } from '../../testing/shelves.ts'
import { deskWorld, plain } from '../testing/desk-world.ts'

const { db, url } = await testDatabase()
const dir = await mkdtemp(join(tmpdir(), 'market-media-'))
afterAll(() => rm(dir, { recursive: true, force: true }))
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url, media: { dir } }))
const { manager, member, market, newProduct, saved } = await deskWorld(app)

/** A photo unlike every other, with the place where it was taken in it. */
const aPhoto = (width = 900) =>
  sharp(randomBytes(192), { raw: { width: 8, height: 8, channels: 3 } })
    .resize(width, 600, { fit: 'fill' })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' } })
    .jpeg()
    .toBuffer()

const fields = {
  title: 'Rye bread',
  taxClass: 'standard',
  'v0-title': 'Small',
  'v0-price': '2.80',
  'v0-active': 'on',
}

async function send(
  address: string,
  form: Record<string, string>,
  files: [name: string, bytes: Buffer][] = [],
  personId = manager.personId,
) {
  const [person] = await db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new Error('there is one')
  const body = new FormData()
  for (const [name, value] of Object.entries(form)) body.set(name, value)
  for (const [name, bytes] of files)
    body.append('pictures', new Blob([new Uint8Array(bytes)]), name)
  const request = new Request('http://form.test', { method: 'POST', body })
  return app.inject({
    method: 'POST',
    url: address,
    headers: {
      ...(await signedIn(app, person)),
      accept: 'text/html',
      'content-type': request.headers.get('content-type') ?? '',
    },
    payload: Buffer.from(await request.arrayBuffer()),
  })
}

/** The fields of a form's pictures, and of what was taken out of it. */
function picturesOf(html: string) {
  const $ = load(html)
  const value = (name: string) => $(`[name="${name}"]`).attr('value')
  return {
    value,
    image: (n: number) => value(`p${n}-image`),
    alt: (n: number) => value(`p${n}-alt`),
  }
}

const desk = `/desk/markets/${market.id}/products`

describe('pictures of a product', () => {
  it('come with the form, are asked for words, and are in the library once without their place', async () => {
    const photo = await aPhoto()
    const files = await db.$count(mediaFiles)

    const first = await send(desk, { ...fields, action: 'upload-pictures' }, [
      ['loaf.jpg', photo],
      ['other.jpg', await aPhoto()],
    ])

    expect(first.statusCode).toBe(200)
    const shown = picturesOf(first.body)
    expect(shown.image(0)).toMatch(/\/media\/files\/[0-9a-f]{40}\/800\.jpg$/)
    expect(shown.value('v0-price')).toBe('2.80')
    const form = {
      ...fields,
      'p0-image': shown.image(0) ?? '',
      'p0-alt': '',
      'p1-image': shown.image(1) ?? '',
      'p1-alt': 'A sliced loaf',
      action: 'save',
    }
    const unsaid = await send(desk, form)
    expect(unsaid.statusCode).toBe(422)
    expect(plain(unsaid.body)).toContain('Say what can be seen, for who cannot see it.')
    const done = await send(desk, { ...form, 'p0-alt': 'A loaf' })
    expect(done.statusCode).toBe(303)
    const id = done.headers.location?.split('/').at(-1) ?? ''
    expect(await saved(id)).toMatchObject({ image: shown.image(0), imageAlt: 'A loaf' })

    const again = await send(desk, { ...fields, action: 'upload-pictures' }, [['same.jpg', photo]])
    expect(picturesOf(again.body).image(0)).toBe(shown.image(0))
    expect(await db.$count(mediaFiles)).toBe(files + 2)
    const [file] = await db.select().from(mediaFiles).where(eq(mediaFiles.name, 'loaf.jpg'))
    const stored = await sharp(join(dir, file?.key ?? '')).metadata()
    expect([stored.exif, file?.personId]).toEqual([undefined, manager.personId])
    expect(file?.variants.map(({ format, width }) => `${format} ${width}`)).toContain('avif 480')
  })

  it('are shown in all their sizes on its page, with one query for all and none without', async () => {
    const photos = [await aPhoto(), await aPhoto(1300)] as const
    const sent = await send(desk, { ...fields, action: 'upload-pictures' }, [
      ['first.jpg', photos[0]],
      ['second.jpg', photos[1]],
    ])
    const [first = '', second = ''] = [0, 1].map((n) => picturesOf(sent.body).image(n))
    const origin = testConfig('market').origins.blog
    let asked = 0
    const counting = new Proxy(db, {
      get(on, name) {
        if (name === 'select') asked += 1
        return Reflect.get(on, name)
      },
    })
    const shown = (image: string, images: { image: string; alt: string }[]) =>
      shownPictures(counting, { image, imageAlt: 'A loaf', images }, origin)

    expect(await shown('loaf', [])).toEqual([{ image: 'loaf', alt: 'A loaf' }])
    expect(asked).toBe(0)
    const [lead, more] = await shown(first, [
      { image: second, alt: '<Sliced>' },
      { image: 'https://elsewhere.example/media/loaf.jpg', alt: 'Elsewhere' },
    ])
    expect(asked).toBe(1)
    const $ = load(`${lead?.html}${more?.html}`)
    expect(
      $('source')
        .map((_, one) => $(one).attr('type'))
        .get(),
    ).toEqual(['image/avif', 'image/webp', 'image/avif', 'image/webp'])
    expect(
      $('img')
        .map((_, one) => $(one).attr('alt'))
        .get(),
    ).toEqual(['A loaf', '<Sliced>'])
    expect(
      $('img')
        .map((_, one) => $(one).attr('width'))
        .get(),
    ).toEqual(['900', '1300'])
    expect([$('img').eq(0).attr('loading'), $('img').eq(1).attr('loading')]).toEqual([
      undefined,
      'lazy',
    ])
    expect($('img').eq(0).attr('src')).toBe(first)
    const values = { marketId: market.id, image: first, imageAlt: 'A loaf' }
    const { id, slug } = await aProduct(db, values)
    await db
      .insert(productImages)
      .values({ productId: id, image: second, alt: 'Half', position: 1 })
    const page = load((await app.inject({ url: `/products/${slug}` })).body)
    expect(page('.gallery .media-picture source[type="image/avif"]').length).toBe(2)
  })

  it('are taken out and put back where they were', async () => {
    const two = { 'p0-image': 'loaf', 'p0-alt': 'A loaf', 'p1-image': 'leeks', 'p1-alt': 'Leeks' }

    const without = await send(desk, { ...fields, ...two, action: 'remove-picture-0' })

    const left = picturesOf(without.body)
    expect([left.image(0), left.value('p1-image')]).toEqual(['leeks', undefined])
    const removed = Object.fromEntries(
      ['removedImage', 'removedAlt', 'removedAt'].map((name) => [name, left.value(name) ?? '']),
    )
    const back = await send(desk, {
      ...fields,
      ...removed,
      'p0-image': 'leeks',
      'p0-alt': 'Leeks',
      action: 'restore-picture',
    })
    const restored = picturesOf(back.body)
    expect([restored.image(0), restored.alt(0), restored.image(1)]).toEqual([
      'loaf',
      'A loaf',
      'leeks',
    ])
  })

  it('that are none are refused, with everything else still in the form', async () => {
    const { id } = await newProduct()
    const files = await db.$count(mediaFiles)

    const answer = await send(
      `/desk/products/${id}`,
      { ...fields, title: 'Other words', baseVersion: '1', action: 'save' },
      [['price-list.pdf', Buffer.from('%PDF-1.7\n')]],
    )

    expect(answer.statusCode).toBe(415)
    expect(plain(answer.body)).toContain('“price-list.pdf” is no picture.')
    expect(answer.body).toContain('value="Other words"')
    expect(await saved(id)).toMatchObject({ title: 'Rye bread', version: 1 })
    expect(await db.$count(mediaFiles)).toBe(files)
  })

  it('say by themselves that one could not be taken, as the browser shows that part of the form', async () => {
    const answer = await send(desk, { ...fields, action: 'upload-pictures' }, [
      ['notes.pdf', Buffer.from('%PDF-1.7\n')],
    ])

    expect(answer.statusCode).toBe(415)
    const $ = load(answer.body)
    expect(plain($('section[aria-labelledby=pictures]').text())).toContain(
      '“notes.pdf” is no picture',
    )
    expect($('form').first().prevAll('div').text()).not.toContain('notes.pdf')
    expect($('[value=upload-pictures]').attr('formaction')).toBe(`${desk}#pictures`)
  })

  it('are taken from nobody but who runs the market', async () => {
    const { id } = await newProduct()
    const files = await db.$count(mediaFiles)
    const picture: [string, Buffer] = ['loaf.jpg', await aPhoto()]

    const form = { ...fields, baseVersion: '1', action: 'upload-pictures' }
    const refused = await send(`/desk/products/${id}`, form, [picture], member.personId)
    const alsoRefused = await send(desk, form, [picture], member.personId)

    expect([refused.statusCode, alsoRefused.statusCode]).toEqual([403, 403])
    expect(await db.$count(mediaFiles)).toBe(files)
  })
})
