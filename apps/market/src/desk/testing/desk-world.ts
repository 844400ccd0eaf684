import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { people, roles } from '@rose-ash/shared/db/models/account'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { markets, products } from '@rose-ash/shared/db/models/market'
import { aPage, aPerson, signedIn } from '@rose-ash/shared/testing'
import { createMarket } from '../markets/save-market.ts'
import type { ProductChange, VariantChange } from '../products/product-change.ts'
import { createProduct } from '../products/save-product.ts'
import type { Runner } from '../runner.ts'

/** A size for £2.80 with nothing special about it. */
export const aSize = (values: Partial<VariantChange> = {}): VariantChange => ({
  id: null,
  title: 'Small',
  optionValues: [],
  sku: null,
  gtin: null,
  priceMinor: 280,
  memberPriceMinor: null,
  floorMinor: null,
  salePriceMinor: null,
  saleFrom: null,
  saleUntil: null,
  measureAmount: null,
  measureUnit: null,
  weighed: false,
  minPerOrder: 1,
  maxPerOrder: null,
  lowStockAt: null,
  backorder: 0,
  active: true,
  ...values,
})

/** Rye bread in one size. */
export const aProduct = (values: Partial<ProductChange> = {}): ProductChange => ({
  title: 'Rye bread',
  slug: '',
  description: 'Dark.',
  producer: null,
  origin: null,
  allergens: [],
  labels: [],
  taxClass: 'standard',
  options: [],
  categoryIds: [],
  related: [],
  pictures: [],
  variants: [aSize()],
  ...values,
})

/** A page with its manager, and people who are not. */
export async function deskWorld(app: FastifyInstance) {
  const { db } = app
  const page = await aPage(db)
  const person = async () => (await aPerson(db)).id
  const manager: Runner = { personId: await person(), isAdmin: false }
  await db.insert(pageManagers).values({ pageId: page.id, personId: manager.personId })
  const admin: Runner = { personId: await person(), isAdmin: true }
  await db.insert(roles).values({ personId: admin.personId, role: 'admin' })
  const member: Runner = { personId: await person(), isAdmin: false }
  const words = { title: 'Bread', slug: '', description: '', image: null, pageId: page.id }
  const marketId = await createMarket(db, app, { runner: manager, ...words, ordering: 'always' })
  const [market] = await db.select().from(markets).where(eq(markets.id, marketId))
  if (!market) throw new Error('it was just made')

  const newProduct = (values: Partial<ProductChange> = {}) =>
    createProduct(db, app, { runner: manager, marketId, change: aProduct(values) })
  const saved = async (productId: string) => {
    const [row] = await db.select().from(products).where(eq(products.id, productId))
    if (!row) throw new Error('there is one')
    return row
  }
  return { page, manager, admin, member, market, newProduct, saved }
}

/** How a person's browser asks this app: looks at pages, sends forms. */
export async function asPerson(app: FastifyInstance, personId: string) {
  const [person] = await app.db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new Error('there is one')
  const headers = { ...(await signedIn(app, person)), accept: 'text/html' }
  return {
    look: (url: string) => app.inject({ url, headers }),
    send: (url: string, form: Record<string, string> | URLSearchParams = {}) =>
      app.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(form).toString(),
      }),
  }
}

/** The words of a page with what is written in numbers or names put back. */
export const plain = (html: string): string =>
  html
    .replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&#x([\da-f]+);/gi, (_all, code: string) =>
      String.fromCodePoint(parseInt(code, 16)),
    )
    .replaceAll('&euro;', '€')
    .replaceAll('&pound;', '£')
