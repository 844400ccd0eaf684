import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { people, roles } from '@rose-ash/shared/db/models/account'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { variants } from '@rose-ash/shared/db/models/market'
import { aPage, aPerson, aVariant, signedIn } from '@rose-ash/shared/testing'
import { buyersOf } from '../../testing/buyers.ts'
import { shopPlugin, type Shop } from '../../shop.ts'
import { orderDeskFeatures } from '../index.ts'

/** The part of the cart in which orders are seen to. */
export function createOrderDesk(config: Config): Promise<FastifyInstance> {
  const views = new URL('../../views/', import.meta.url)
  return createApp(config, { views, features: [shopPlugin, ...orderDeskFeatures] })
}

type Form = Record<string, string> | [string, string][]

/** Two pages with a manager each, an administrator, a member and a stranger, each with a browser. */
export async function deskWorld(app: FastifyInstance, shop: Shop) {
  const { db } = app
  const { aBuyer, order, put } = buyersOf(db, shop)
  const [bakery, dairy] = [await aSeller('Hearth & Rye'), await aSeller('Kiln Lane')]
  const [admin, member] = [await aPerson(db), await aPerson(db)]
  await db.insert(roles).values({ personId: admin.id, role: 'admin' })
  return {
    bakery,
    dairy,
    admin: { id: admin.id, ...(await browserOf(admin.id)) },
    member: await browserOf(member.id),
    stranger: browser({}),
    anOrder,
  }

  async function aSeller(title: string) {
    const page = await aPage(db, { title })
    const { id } = await aPerson(db, { name: `Manager of ${title}` })
    await db.insert(pageManagers).values({ pageId: page.id, personId: id })
    await db.insert(sellers).values({ pageId: page.id, onPickup: true })
    return { pageId: page.id, id, ...(await browserOf(id)) }
  }

  /** A loaf at £2.80 of each of these pages, and 500 g of cheese at £10 where it is said. */
  async function anOrder({ pages = [bakery.pageId], cheese = false } = {}) {
    const { owner } = await aBuyer()
    for (const pageId of pages) await put(owner, 'product', (await aVariant(db, { pageId })).id, 1)
    if (cheese) await put(owner, 'product', await aCheese(pages[0] ?? ''), 1)
    const total = pages.length * 280 + (cheese ? 1000 : 0)
    const { id, number } = await order(owner, total, { terms: 'on_pickup' })
    const lines = await db.select().from(orderLines).where(eq(orderLines.orderId, id))
    return { id, number, lines, buyerId: owner.personId }
  }

  async function aCheese(pageId: string): Promise<string> {
    const piece = await aVariant(db, { pageId, priceMinor: 1000, title: 'Goat cheese' })
    const weighed = { weighed: true, measureAmount: 500, measureUnit: 'g' as const }
    await db.update(variants).set(weighed).where(eq(variants.id, piece.id))
    return piece.id
  }

  async function browserOf(personId: string) {
    const [person] = await db.select().from(people).where(eq(people.id, personId))
    if (!person) throw new Error('there is one')
    return browser(await signedIn(app, person))
  }

  function browser(cookies: Record<string, string>) {
    const headers = { ...cookies, accept: 'text/html' }
    return {
      look: (url: string) => app.inject({ url, headers }),
      send: (url: string, form: Form = {}) =>
        app.inject({
          method: 'POST',
          url,
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams(form).toString(),
        }),
    }
  }
}
