import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, expect, it } from 'vitest'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { products } from '@rose-ash/shared/db/models/market'
import { acceptRules, supplierPictures } from '@rose-ash/shared/db/models/market-review'
import { createOutgoing } from '@rose-ash/shared/http'
import { createStorage } from '@rose-ash/shared/media'
import { folderIn, folderOf } from '@rose-ash/shared/services/media/address'
import { testDatabase } from '@rose-ash/shared/testing'
import { changeStatusIn } from '../../desk/products/change-status.ts'
import { tellChange } from '../../desk/products/tell-change.ts'
import { reviewWorld } from '../testing/review-world.ts'
import { claimPicture } from './claim-picture.ts'
import { picturesOf } from './queries.ts'
import { takePictures } from './take-pictures.ts'
import { tryPicturesAgain } from './try-again.ts'

const { db } = await testDatabase()
const dir = await mkdtemp(join(tmpdir(), 'supplier-media-'))
afterAll(() => rm(dir, { recursive: true, force: true }))
const mediaStorage = createStorage({ dir })

/** A photo unlike every other. */
const aPhoto = () =>
  sharp(randomBytes(192), { raw: { width: 8, height: 8, channels: 3 } })
    .resize(600, 400, { fit: 'fill' })
    .jpeg()
    .toBuffer()

/** A supplier whose second product, of three, has a picture; its catalogue was read. */
async function pictureWorld(image = '/img/loaf.jpg') {
  const world = await reviewWorld(db)
  const { site, parts, supplier, read } = world
  const product = site.products[1]
  if (!product) throw new Error('there are three')
  site.pictures.set('loaf.jpg', await aPhoto())
  product.image = image
  await read()
  const take = (options = {}) =>
    takePictures({ ...parts, mediaStorage }, supplier.id, { backOffMs: 1, ...options })
  return {
    ...world,
    product,
    take,
    asked: () => site.requests.filter(({ path }) => path.startsWith('/img/')),
    ours: async () => (await world.ours('A-2'))?.product,
    picture: async () => {
      const [row] = await db
        .select()
        .from(supplierPictures)
        .where(eq(supplierPictures.supplierId, supplier.id))
      return row
    },
  }
}

/** How many jobs wait under this key. */
const jobs = async (key: string) => {
  const { rows } = await db.execute(sql`select from graphile_worker.jobs where key = ${key}`)
  return rows.length
}

const libraryFile = async (image: string | null | undefined) => {
  const files = await db.select().from(mediaFiles)
  return files.find((file) => folderOf(file) === folderIn(image ?? ''))
}

it('brings the picture of what is accepted into the library and onto the draft', async () => {
  const { accept, take, ours, asked, product, parts, supplier } = await pictureWorld()
  expect(await take()).toBeUndefined()
  expect(asked()).toEqual([])
  expect(await jobs(`supplier-pictures:${supplier.id}`)).toBe(0)

  await accept('A-2')
  expect(await jobs(`supplier-pictures:${supplier.id}`)).toBe(1)
  expect((await ours())?.image).toBeNull()
  expect(await take()).toBeUndefined()

  const shown = await ours()
  expect(shown?.image).toMatch(`${parts.appConfig.origins.blog}/media/files/`)
  expect(shown).toMatchObject({ imageAlt: product.name, status: 'draft' })
  expect(await libraryFile(shown?.image)).toMatchObject({ kind: 'image', name: 'loaf' })
  expect(asked()).toMatchObject([{ path: '/img/loaf.jpg', userAgent: parts.userAgent }])
  await take()
  expect(asked()).toHaveLength(1)
})

it('brings another one when that is accepted, by a rule too, and tells who follows the market', async () => {
  const { accept, take, ours, product, site, read, parts, supplier } = await pictureWorld()
  await accept('A-2')
  await take()
  const before = await ours()
  const productId = before?.id ?? ''
  await db.transaction((tx) => changeStatusIn(tx, parts, { productId, status: 'published' }))
  await db.insert(acceptRules).values({ supplierId: supplier.id, field: 'image' })

  site.pictures.set('new.jpg', await aPhoto())
  product.image = '/img/new.jpg'
  await read()
  await take()

  const now = await ours()
  expect(now?.image).not.toBe(before?.image)
  expect(await libraryFile(now?.image)).toMatchObject({ name: 'new' })
  expect(await jobs(`tell-product:${productId}`)).toBe(1)
  await tellChange(db, parts, productId)
  const [told] = await db.select().from(apActivities).where(eq(apActivities.type, 'Update'))
  expect(told?.activity['object']).toMatchObject({ attachment: [{ url: now?.image }] })
})

it('leaves a picture alone that somebody chose', async () => {
  const { accept, take, ours, picture } = await pictureWorld()
  await accept('A-2')
  const { id = '' } = (await ours()) ?? {}
  await db.update(products).set({ image: 'loaf' }).where(eq(products.id, id))

  await take()

  expect(await ours()).toMatchObject({ image: 'loaf', version: 1 })
  expect(await picture()).toMatchObject({ outcome: 'ours', image: null })
})

it.each([
  ['/private/loaf.jpg', 'The shop’s robots.txt forbids it, or it is no address on the internet.'],
  ['/img/none.jpg', 'The picture is no longer there.'],
  ['/img/page.jpg', '“page” is no picture. Choose a JPEG, PNG, WebP, AVIF or GIF.'],
  ['/huge', 'The picture has more than 20 MB.'],
  ['/loop', 'The address of the picture leads on and on.'],
  ['http://169.254.169.254/loaf.jpg', 'The shop’s robots.txt cannot be read now.'],
])('says why %s could not be taken over, and keeps nothing of it', async (path, problem) => {
  const { accept, take, ours, picture, site, supplier } = await pictureWorld(path)
  site.pictures.set('page.jpg', Buffer.from('%PDF-1.7 a list of prices'))
  const files = await db.$count(mediaFiles)
  await accept('A-2')

  // An address that says nothing now is asked again, and then no more.
  for (let n = 0; n < 4; n += 1) {
    await take()
    await db.update(supplierPictures).set({ notBefore: null })
  }

  expect(await picture()).toMatchObject({ outcome: 'failed', problem, image: null })
  expect((await ours())?.image).toBeNull()
  expect(await db.$count(mediaFiles)).toBe(files)
  expect(site.requests.filter((request) => request.path.startsWith('/private/'))).toEqual([])
  expect(await picturesOf(db, supplier.id)).toMatchObject({ waiting: 0, taken: 0, failed: 1 })
})

it('comes back four times to a shop that is broken, and again when somebody asks for that', async () => {
  const { accept, take, ours, asked, site, parts, people, memberId, picture } = await pictureWorld()
  site.failing.add('/img/loaf.jpg')
  await accept('A-2')

  for (let n = 0; n < 6; n += 1) {
    await take()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }

  expect(asked()).toHaveLength(4)
  const problem = 'The shop answers with an error (500).'
  expect(await picture()).toMatchObject({ outcome: 'failed', problem })
  site.failing.clear()
  const stranger = { ...people, personId: memberId }
  await expect(tryPicturesAgain(parts, stranger)).rejects.toMatchObject({ status: 403 })
  await take()
  expect((await ours())?.image).toBeNull()
  await tryPicturesAgain(parts, people)
  await take()
  expect((await ours())?.image).toContain('/media/files/')
})

it('is taken up by another worker when one dies over it, and put on the product once', async () => {
  const { accept, take, ours, asked, supplier, picture } = await pictureWorld()
  await accept('A-2')
  const claimed = await claimPicture(db, supplier.id, 60_000)
  expect(claimed?.url).toContain('/img/loaf.jpg')

  const later = await take()

  expect(later?.getTime()).toBeGreaterThan(Date.now() + 30_000)
  expect(asked()).toEqual([])
  await db.update(supplierPictures).set({ notBefore: new Date(Date.now() - 1_000) })
  await Promise.all([take(), take()])
  expect(asked()).toHaveLength(1)
  expect(await ours()).toMatchObject({ version: 2, image: expect.stringContaining('/media/') })
  expect(await picture()).toMatchObject({ outcome: 'taken', attempts: 2 })
})

it('never asks this machine itself, unless that was allowed', async () => {
  const { accept, asked, parts, supplier, picture } = await pictureWorld()
  await accept('A-2')
  const guarded = createOutgoing()

  await takePictures({ ...parts, mediaStorage, outgoing: guarded }, supplier.id, { backOffMs: 1 })
  await guarded.close()

  expect(asked()).toEqual([])
  expect(await picture()).toMatchObject({ outcome: 'failed', image: null })
})
