import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { asPerson, aProduct, aSize, deskWorld, plain } from '../testing/desk-world.ts'
import { saveProduct } from './save-product.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, member, admin, market, newProduct, saved } = await deskWorld(app)

const sizesOf = (productId: string) =>
  db.select().from(variants).where(eq(variants.productId, productId)).orderBy(variants.position)

describe('the form of a product', () => {
  const form = {
    title: 'Form bread',
    taxClass: 'standard',
    option0: 'Size',
    'v0-option0': 'Small',
    'v0-price': '2,80',
    'v0-active': 'on',
    'v1-option0': 'Large',
    'v1-price': '£5.20',
    'v1-active': 'on',
  }
  const address = `/desk/markets/${market.id}/products`

  it('makes a draft with sizes', async () => {
    const { send, look } = await asPerson(app, manager.personId)

    const { headers, statusCode } = await send(address, form)

    expect(statusCode).toBe(303)
    const productId = headers.location?.split('/').at(-1) ?? ''
    expect((await sizesOf(productId)).map(({ title, priceMinor }) => [title, priceMinor])).toEqual([
      ['Small', 280],
      ['Large', 520],
    ])
    expect(await saved(productId)).toMatchObject({
      status: 'draft',
      options: [{ name: 'Size', values: ['Small', 'Large'] }],
    })
    expect((await look(headers.location ?? '')).body).toContain('value="5.20"')
  })

  it('names related products that there are not, and keeps what was typed', async () => {
    const { send } = await asPerson(app, manager.personId)
    const known = await newProduct({ title: 'Known bread' })
    const typed = { ...form, title: 'Related bread', related: `${known.slug}\nno-such-loaf` }

    const answer = await send(address, typed)

    expect(answer.statusCode).toBe(422)
    expect(plain(answer.body)).toContain('No product has this address: “no-such-loaf”.')
    expect(answer.body).toContain(`${known.slug}\nno-such-loaf</textarea>`)
    expect(answer.body).toContain('value="Related bread"')
    const fine = await send(address, { ...typed, related: `/products/${known.slug}` })
    expect(fine.statusCode).toBe(303)
    const { look } = await asPerson(app, manager.personId)
    expect((await look(fine.headers.location ?? '')).body).toContain(`${known.slug}</textarea>`)
  })

  it('keeps what was typed when less may be sold ahead than is', async () => {
    const { send } = await asPerson(app, manager.personId)
    const product = await newProduct({ variants: [aSize({ backorder: 5 })] })
    const [size] = await sizesOf(product.id)
    if (!size) throw new Error('there is one')
    await db.update(supplies).set({ taken: 4 }).where(eq(supplies.id, size.supplyId))

    const answer = await send(`/desk/products/${product.id}`, {
      title: 'Other words',
      taxClass: 'standard',
      baseVersion: '1',
      'v0-id': size.id,
      'v0-title': 'Small',
      'v0-price': '2.80',
      'v0-backorder': '2',
    })

    expect(answer.statusCode).toBe(409)
    expect(plain(answer.body)).toContain('More of “Small” is sold ahead than that.')
    expect(answer.body).toContain('value="Other words"')
    expect(await saved(product.id)).toMatchObject({ title: 'Rye bread', version: 1 })
  })

  it.each([
    ['-1', 'A price cannot be below zero.'],
    ['1e9', '“1e9” is not a price.'],
    ['12,5o €', 'Prices here are in GBP. Write the number alone.'],
    ['', 'Write a price, such as 3.20.'],
  ])('refuses the price “%s” beside its field and keeps what was typed', async (price, words) => {
    const { send } = await asPerson(app, manager.personId)

    const answer = await send(address, { ...form, 'v1-price': price, producer: 'Ida' })
    const [statusCode, body] = [answer.statusCode, plain(answer.body)]

    expect(statusCode).toBe(422)
    expect(body).toMatch(new RegExp(`id="v1-price-error">.*${words.replaceAll('.', '\\.')}`))
    expect(body).toContain('value="Ida"')
    expect(body).toContain(`value="${price}"`)
    expect(body).not.toContain('id="v0-price-error"')
  })

  it('lets buyers choose what they pay, and takes that back with the tick', async () => {
    const { send, look } = await asPerson(app, manager.personId)
    const chosen = { ...form, 'v0-choose': 'on', 'v0-floor': '1', 'v1-floor': '2' }

    const { headers } = await send(address, chosen)

    const path = headers.location ?? ''
    const productId = path.split('/').at(-1) ?? ''
    const made = await sizesOf(productId)
    expect(made.map(({ floorMinor }) => floorMinor)).toEqual([100, null])
    expect((await look(path)).body).toContain('name="v0-floor" type="text" value="1.00"')
    const ids = { 'v0-id': made[0]?.id ?? '', 'v1-id': made[1]?.id ?? '' }
    await send(path, { ...form, ...ids, 'v0-floor': '1', baseVersion: '1' })
    expect((await sizesOf(productId))[0]).toMatchObject({ floorMinor: null, priceMinor: 280 })
  })

  it.each([
    [{ 'v0-floor': '' }, 'Write the least that somebody may pay, 0 for nothing at all.'],
    [{ 'v0-floor': '2.81' }, 'The least is above the price'],
    [{ 'v0-floor': '1', 'v0-memberPrice': '2' }, 'there is no members’ price and no sale'],
    [{ 'v0-floor': '1', 'v0-salePrice': '2' }, 'there is no members’ price and no sale'],
  ])('refuses a chosen price with %j beside its field', async (typed, words) => {
    const { send } = await asPerson(app, manager.personId)

    const answer = await send(address, { ...form, 'v0-choose': 'on', ...typed })

    expect(answer.statusCode).toBe(422)
    expect(plain(answer.body)).toMatch(new RegExp(`id="v0-floor-error">.*${words}`))
  })

  it('adds and takes away rows by its buttons, saving nothing', async () => {
    const { send } = await asPerson(app, manager.personId)
    const before = (await db.select().from(variants)).length

    const added = await send(address, { ...form, action: 'add-variant' })
    const removed = await send(address, { ...form, action: 'remove-variant-0' })

    expect(added.body).toContain('name="v2-price"')
    expect(removed.body).not.toContain('name="v1-price"')
    expect(plain(removed.body)).toContain('value="£5.20"')
    expect((await db.select().from(variants)).length).toBe(before)
  })

  it('shows both versions where they differ to who saves second, and saves theirs when asked again', async () => {
    const { id: productId } = await newProduct({ title: 'Fought over' })
    const [size] = await sizesOf(productId)
    await saveProduct(db, app, {
      runner: admin,
      productId,
      baseVersion: 1,
      change: aProduct({ title: 'Of the other', variants: [aSize({ id: size?.id ?? '' })] }),
    })
    const { send } = await asPerson(app, manager.personId)
    const mine = { title: 'Of mine', 'v0-id': size?.id ?? '', 'v0-title': 'Small', 'v0-price': '3' }

    const told = await send(`/desk/products/${productId}`, { ...mine, baseVersion: '1' })

    expect(told.statusCode).toBe(409)
    expect(told.body).toMatch(/<td>Of the other<\/td><td>Of mine<\/td>/)
    expect(told.body).toContain('name="baseVersion" value="2"')
    expect(await saved(productId)).toMatchObject({ title: 'Of the other', version: 2 })
    await send(`/desk/products/${productId}`, { ...mine, baseVersion: '2' })
    expect(await saved(productId)).toMatchObject({ title: 'Of mine', version: 3 })
  })

  it('is shown to who runs the market alone', async () => {
    const { id } = await newProduct()
    const statuses = []
    for (const { personId } of [member, manager, admin]) {
      const { look } = await asPerson(app, personId)
      for (const path of ['', '/status?status=archived'])
        statuses.push((await look(`/desk/products/${id}${path}`)).statusCode)
    }

    expect(statuses).toEqual([403, 403, 200, 200, 200, 200])
  })
})
