import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { basketLines, baskets } from '@rose-ash/shared/db/models/cart'
import {
  aPerson,
  aVariant,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { createCart } from '../app.ts'
import { aVoucher } from '../vouchers/testing/an-order.ts'

const { db, url } = await testDatabase()
const app = await testApp(createCart, testConfig('cart', { databaseUrl: url }))
const { origins } = app.appConfig
const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
let loaf: Awaited<ReturnType<typeof aVariant>>

beforeAll(async () => {
  loaf = await aVariant(db, { stock: 5 })
})

describe('the basket', () => {
  it('gives a stranger a visitor cookie on the parent domain, and goes back to the shelf', async () => {
    const back = `${origins.market}/products/tannery-sourdough`

    const response = await add({ quantity: 2, return_to: back })

    expect(response.statusCode).toBe(303)
    expect(response.headers.location).toBe(back)
    const [cookie] = response.cookies
    expect(cookie).toMatchObject({
      name: 'visitor',
      domain: 'rose-ash.localhost',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    })
    const page = await look({ cookie: `visitor=${cookie?.value}` })
    expect(page.body).toContain('Tannery sourdough')
    expect(page.body).toContain('£5.60')
  })

  it('leads nobody to a foreign site', async () => {
    const response = await add({ quantity: 1, return_to: 'https://evil.example/' })

    expect(response.headers.location).toBe('/')
  })

  it('ignores a visitor cookie that we did not make', async () => {
    const owner = await aGuest()
    const forged = owner.cookie.replace(/\.[^.]*$/, '.forged')

    expect((await look({ cookie: forged })).body).not.toContain('Tannery sourdough')
    expect((await look(owner)).body).toContain('Tannery sourdough')
  })

  it('says how many are left when more are wanted, and leaves the basket as it was', async () => {
    const owner = await aGuest()

    const response = await add({ quantity: 5 }, owner)

    expect(response.statusCode).toBe(409)
    expect(response.body).toMatch(/Only 5 of \S+Tannery sourdough\S+ are left\./)
    expect(await quantityIn(owner)).toBe(1)
  })

  it('changes a quantity, and takes a line out at nought', async () => {
    const owner = await aGuest()
    const [line] = await linesOf(owner)

    await send(`/lines/${line?.id}`, { quantity: 3 }, owner)
    expect(await quantityIn(owner)).toBe(3)

    await send(`/lines/${line?.id}`, { quantity: 0 }, owner)
    expect(await linesOf(owner)).toEqual([])
  })

  it('lets nobody change the line of another', async () => {
    const owner = await aGuest()
    const [line] = await linesOf(owner)
    const others = [undefined, await aGuest(), await signedIn(app, await aPerson(db))]

    for (const other of others) {
      const response = await send(`/lines/${line?.id}`, { quantity: 0 }, other)
      expect(response.statusCode).toBe(404)
    }

    expect(await quantityIn(owner)).toBe(1)
  })

  it.each([
    ['a quantity of nought', { quantity: 0 }],
    ['a hundred', { quantity: 100 }],
    ['half a loaf', { quantity: 0.5 }],
    ['no such kind', { kind: 'voucher' }],
    ['no id', { id: 'one' }],
  ])('refuses %s with what is wrong', async (_what, wrong) => {
    const response = await add({ quantity: 1, ...wrong })

    expect(response.statusCode).toBe(400)
    expect(response.cookies).toEqual([])
  })

  it('shows itself again with what was typed when a voucher is not taken', async () => {
    const owner = await aGuest()

    const response = await send('/voucher-codes', { code: 'spring 26' }, owner)

    expect(response.statusCode).toBe(409)
    expect(response.body).toContain('Tannery sourdough')
    expect(response.body).toContain('value="spring 26"')
    expect(response.body).toContain('We know no such voucher. Look at how it is written.')
    expect(await quantityIn(owner)).toBe(1)
    expect((await look(owner)).body).not.toContain('spring 26')
  })

  it('says that a voucher was not taken also while it is empty', async () => {
    const response = await app.inject({ url: '/vouchers/SPRING', headers: { accept: 'text/html' } })

    expect(response.statusCode).toBe(409)
    expect(response.body).toContain('The voucher was not taken')
    expect(response.body).toContain('Your basket is empty')
  })

  it('keeps the voucher of a link for what is put in, and says so', async () => {
    await aVoucher(db, { code: 'SPRING-26', title: 'A tenth off' })
    const { cookies } = await app.inject({ url: '/vouchers/spring-26' })
    const owner = { cookie: `visitor=${cookies[0]?.value}` }

    expect((await look(owner)).body).toMatch(/SPRING-26<.b>, A tenth off: it is kept/)
    await add({ quantity: 1 }, owner)
    expect((await look(owner)).body).toContain('£2.52')
  })

  it('refuses a form that another site sends', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

    const response = await add({ quantity: 1 }, headers)

    expect(response.statusCode).toBe(403)
  })

  it('takes a form from the market, which is ours', async () => {
    const headers = { origin: origins.market, 'sec-fetch-site': 'same-site' }

    expect((await add({ quantity: 1 }, headers)).statusCode).toBe(303)
  })
})

type Headers = Record<string, string>

function send(path: string, body: object, headers: Headers = {}) {
  const payload = new URLSearchParams(
    Object.entries(body).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString()
  return app.inject({ method: 'POST', url: path, payload, headers: { ...form, ...headers } })
}

const add = (body: object, headers?: Headers) =>
  send('/items', { kind: 'product', id: loaf.id, ...body }, headers)

const look = (headers: Headers) =>
  app.inject({ url: '/', headers: { accept: 'text/html', ...headers } })

/** Somebody without an account who has one loaf in their basket. */
async function aGuest(): Promise<{ cookie: string }> {
  const { cookies } = await add({ quantity: 1 })
  return { cookie: `visitor=${cookies[0]?.value}` }
}

function linesOf({ cookie }: { cookie: string }) {
  const visitorId = /=([^.]*)/.exec(cookie)?.[1] ?? ''
  return db
    .select({ id: basketLines.id, quantity: basketLines.quantity })
    .from(basketLines)
    .innerJoin(baskets, eq(baskets.id, basketLines.basketId))
    .where(eq(baskets.visitorId, visitorId))
}

async function quantityIn(owner: { cookie: string }): Promise<number | undefined> {
  return (await linesOf(owner))[0]?.quantity
}
