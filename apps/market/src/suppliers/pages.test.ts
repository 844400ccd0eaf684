import { eq } from 'drizzle-orm'
import { supplierRuns, suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import {
  proposals,
  supplierItems,
  supplierPictures,
} from '@rose-ash/shared/db/models/market-review'
import { people } from '@rose-ash/shared/db/models/account'
import { signedIn, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { createMarket } from '../app.ts'
import { reviewWorld } from './testing/review-world.ts'

const { db, url: databaseUrl } = await testDatabase()
const world = await reviewWorld(db, { count: 6 })
const config = testConfig('market', { databaseUrl, outgoingPrivate: [world.site.url] })
const app = await testApp(createMarket, config)
const base = `/desk/suppliers/${world.supplier.id}`
let manager: Record<string, string>
let member: Record<string, string>

const cookieOf = async (id: string) => {
  const [person] = await db.select().from(people).where(eq(people.id, id))
  if (!person) throw new Error('there is such a person')
  return { host: new URL(config.origins.market).host, ...(await signedIn(app, person)) }
}

beforeAll(async () => {
  manager = await cookieOf(world.managerId)
  member = await cookieOf(world.memberId)
})

const get = (url: string, headers = manager) => app.inject({ url, headers })
const post = (url: string, form: Record<string, string>, headers = manager) =>
  app.inject({
    method: 'POST',
    url,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })

describe('the pages about a supplier', () => {
  it.each(['', '/review', '/rules', '/recipe', '/settings', '/purchases', '/files'])(
    '%s opens for a manager and for nobody else',
    async (path) => {
      const page = await get(base + path)

      expect(page.statusCode).toBe(200)
      expect(page.body).toContain('Großhandel Nord')
      expect(page.body).not.toContain('[object Object]')
      expect(page.body).not.toContain('undefined')
      expect((await get(base + path, member)).statusCode).toBe(403)
      expect((await app.inject({ url: base + path })).statusCode).toBe(401)
    },
  )

  it('add a supplier, and say what is wrong with a form', async () => {
    const list = `/desk/markets/${world.marketId}/suppliers`
    const form = { title: 'Mill', currency: 'GBP', locale: 'en-GB', rateSeconds: '2' }

    const wrong = await post(list, { ...form, startUrl: 'javascript:alert(1)' })
    expect(wrong.statusCode).toBe(400)
    expect(wrong.body).toContain('This is no web address')
    expect((await post(list, form, member)).statusCode).toBe(403)
    const added = await post(list, { ...form, startUrl: 'https://mill.example/', everyHours: '24' })

    expect(added.statusCode).toBe(303)
    const [row] = await db.select().from(suppliers).where(eq(suppliers.title, 'Mill'))
    expect(row).toMatchObject({ everyHours: 24, rateSeconds: 2, permissionAt: null })
    expect((await get(list)).body).toContain('https://mill.example/')
  })

  it('show live what a page says, and that a recipe matches nothing', async () => {
    const product = world.site.products.find((one) => world.site.engineOf(one) === 'shopware')
    if (!product) throw new Error('there is one')
    const address = world.site.url + world.site.pathOf(product)
    const form = { version: '1', address, action: 'try', 'price.selector': '.nowhere' }

    const page = await post(`${base}/recipe`, form)

    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('microdata')
    expect(page.body).toContain(product.gtin)
    expect(page.body).toContain('Nothing on this page matches the selector.')
    const elsewhere = await post(`${base}/recipe`, { ...form, address: 'http://127.0.0.1:1/' })
    expect(elsewhere.body).toContain('own site')
    const odd = await post(`${base}/recipe`, { ...form, 'price.selector': 'p[' })
    expect(odd.statusCode).toBe(400)
    expect(odd.body).toContain('This is no CSS selector')
  })

  it('keep a permission only with words, and forget it with the site it was for', async () => {
    const row = async () => {
      const [found] = await db.select().from(suppliers).where(eq(suppliers.id, world.supplier.id))
      return found
    }
    const words = 'Ms Nord allowed it by mail on 3 November 2026.'
    const at = async () => String((await row())?.version)

    expect(
      (await post(`${base}/permission`, { version: await at(), permission: 'yes' })).statusCode,
    ).toBe(400)
    expect(await row()).toMatchObject({ permissionAt: null })
    await post(`${base}/permission`, { version: await at(), permission: words })
    expect(await row()).toMatchObject({ permission: words, permissionBy: world.managerId })
    const stale = await post(`${base}/permission/removal`, { version: '1' })
    expect(stale.statusCode).toBe(409)
    const form = { title: 'Nord', currency: 'EUR', locale: 'de-DE', rateSeconds: '1' }
    const moved = { ...form, startUrl: 'https://other.example/', version: await at() }
    expect((await post(`${base}/settings`, moved)).statusCode).toBe(303)
    expect(await row()).toMatchObject({ permission: null, permissionAt: null, permissionBy: null })
  })

  it('decide one, and say so when it was decided already', async () => {
    const { proposalId, version } = await world.of('A-2')
    const form = { version: String(version), decision: 'accept', price: '12,5o', title: '' }
    const path = `${base}/proposals/${proposalId}`

    const slip = await post(path, form)
    expect(slip.statusCode).toBe(422)
    expect(slip.body).toContain('not written as a price is')
    expect((await post(path, { ...form, price: '3.20' }, member)).statusCode).toBe(403)
    expect((await post(path, { ...form, price: '3.20' })).statusCode).toBe(303)
    expect((await post(path, { ...form, price: '3.20' })).statusCode).toBe(409)

    expect((await world.ours('A-2'))?.variant.priceMinor).toBe(320)
  })

  it('refuse all of a filter at once', async () => {
    const page = await post(`${base}/review`, {
      decision: 'reject',
      scope: 'all',
      kind: 'new',
      field: '',
      words: '',
      gone: 'no-stock',
      categoryId: '',
    })

    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Nothing waits for a decision here')
    const refused = await db.$count(proposals, eq(proposals.state, 'rejected'))
    const decidedBefore = 1
    expect(refused).toBe((await db.$count(supplierItems)) - decidedBefore)
  })

  it('begin, stop and go on with a reading', async () => {
    await db
      .update(suppliers)
      .set({ startUrl: `${world.site.url}/` })
      .where(eq(suppliers.id, world.supplier.id))
    const state = async () => {
      const rows = await db
        .select({ state: supplierRuns.state })
        .from(supplierRuns)
        .where(eq(supplierRuns.supplierId, world.supplier.id))
        .orderBy(supplierRuns.id)
      return rows.at(-1)?.state
    }

    expect((await post(`${base}/runs`, {})).statusCode).toBe(303)
    expect(await state()).toBe('running')
    expect((await get(base)).body).toContain('hx-trigger="every 3s"')
    expect((await post(`${base}/runs`, {})).statusCode).toBe(409)
    await post(`${base}/run-stops`, {})
    expect(await state()).toBe('stopped')
    expect((await get(base)).body).toContain('Go on where it was')
    await post(`${base}/run-resumptions`, {})
    expect(await state()).toBe('running')
  })

  it('say which pictures were taken over, and why others were not, to be tried again', async () => {
    const [item, other] = await db.select().from(supplierItems).orderBy(supplierItems.id).limit(2)
    expect((await get(base)).body).not.toContain('taken over into your library')
    const common = { supplierId: world.supplier.id, url: 'https://img.example/<1>.jpg' }
    await db.insert(supplierPictures).values([
      { ...common, itemId: item?.id ?? '', outcome: 'failed', problem: 'It is no longer there.' },
      { ...common, itemId: other?.id ?? '', outcome: 'taken', image: '/media/files/x' },
    ])

    const { body } = await get(base)

    expect(body).toContain('1 picture taken over into your library.')
    expect(body).toContain('1 picture could not be taken over')
    expect(body).toContain('https://img.example/&lt;1&gt;.jpg<br>It is no longer there.')
    expect((await post(`${base}/picture-tries`, {}, member)).statusCode).toBe(403)
    expect((await post(`${base}/picture-tries`, {})).statusCode).toBe(303)
    expect((await get(base)).body).toContain('1 still to fetch')
  })
})
