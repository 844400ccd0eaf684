import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { markets, products, variants } from '@rose-ash/shared/db/models/market'
import { orderWindows } from '@rose-ash/shared/db/models/market-windows'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { aPerson, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { buyersOf } from '../testing/buyers.ts'
import { startShop } from '../testing/start-shop.ts'
import { addItem } from './add-item.ts'
import { basketPage } from './basket-page.ts'
import { readBasket } from './queries.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { begin } = buyersOf(db, shop)
const hour = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * hour)

type Terms = Partial<typeof variants.$inferInsert>

describe('what something costs', () => {
  it.each([
    ['as usual', {}, 1000, null],
    ['its sale price between the dates', sale(-1, 1), 700, 1000],
    ['as usual before the sale', sale(1, 2), 1000, null],
    ['as usual once the sale is over', sale(-2, -1), 1000, null],
    ['as usual to a guest, whatever members pay', { memberPriceMinor: 800 }, 1000, null],
  ])('is %s', async (_what, terms: Terms, unitMinor, usualMinor) => {
    const itemId = await aThing(terms)
    const owner = guest()
    await add(owner, itemId, 1)

    expect((await linesOf(owner))[0]?.offer).toMatchObject({ unitMinor, usualMinor })
  })

  it('is the members’ price to a member, unless a sale is cheaper', async () => {
    const owner = await member()
    await add(owner, await aThing({ memberPriceMinor: 800 }), 1)
    await add(owner, await aThing({ memberPriceMinor: 800, ...sale(-1, 1) }), 1)

    const lines = await linesOf(owner)
    expect(lines.map(({ offer }) => offer.unitMinor)).toEqual([800, 700])
    expect(await begin(owner)).toMatchObject({ totalMinor: 1500, state: 'draft' })
  })
})

describe('how many an order takes', () => {
  it('is no fewer than the least: one tap puts so many into the basket', async () => {
    const owner = guest()
    const itemId = await aThing({ minPerOrder: 3 })

    await add(owner, itemId, 1)

    expect((await linesOf(owner))[0]?.quantity).toBe(3)
  })

  it('is no more than the most, and the basket stays as it was', async () => {
    const owner = guest()
    const itemId = await aThing({ maxPerOrder: 4 })
    await add(owner, itemId, 3)

    await expect(add(owner, itemId, 2)).rejects.toThrow(
      'An order takes 4 of “Sack of flour” at most',
    )

    expect((await linesOf(owner))[0]?.quantity).toBe(3)
  })

  it('is never more than is left, also when the least is more than that', async () => {
    const owner = guest()
    const itemId = await aThing({ minPerOrder: 3 }, [], 2)

    await expect(add(owner, itemId, 1)).rejects.toThrow('Only 2 of “Sack of flour” are left.')

    expect(await linesOf(owner)).toEqual([])
  })

  it('adds up when two taps come at once, up to the most', async () => {
    const owner = guest()
    const itemId = await aThing({ maxPerOrder: 5 })

    const taps = await Promise.allSettled([1, 2, 3].map(() => add(owner, itemId, 2)))

    expect(taps.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect((await linesOf(owner))[0]?.quantity).toBe(4)
  })

  it('is said in the basket when it was changed since, and refused at checkout', async () => {
    const owner = guest()
    const itemId = await aThing({})
    await add(owner, itemId, 2)
    await db.update(variants).set({ minPerOrder: 5 }).where(eq(variants.id, itemId))

    const view = await basketPage(db, shop, owner)
    const [merchant] = view.merchants
    expect(merchant).toMatchObject({ orderable: false })
    expect(merchant?.groups[0]?.lines[0]?.problem).toBe(
      'An order takes 5 at least. Choose 5 or more to go on.',
    )
    await expect(begin(owner)).rejects.toThrow('Something in your basket has changed')
    expect(await ordersOf(owner)).toBe(0)
    expect(await linesOf(owner)).toHaveLength(1)
  })
})

describe('a market that orders by windows', () => {
  it('sells while one is open', async () => {
    const owner = guest()
    await add(owner, await aThing({}, [[-1, 1]]), 1)

    expect(await linesOf(owner)).toHaveLength(1)
  })

  it.each([
    ['closed, and says so', [[-2, -1]] as Span[], 'This is not on sale any more'],
    ['closed until the next one', [[1, 2]] as Span[], 'This market takes no orders just now'],
  ])('is %s between them', async (_what, spans, message) => {
    const owner = guest()

    await expect(add(owner, await aThing({}, spans), 1)).rejects.toThrow(message)

    expect(await linesOf(owner)).toEqual([])
  })

  it('takes no order once it has closed over a full basket', async () => {
    const owner = guest()
    const itemId = await aThing({}, [[-1, 1]])
    await add(owner, itemId, 1)
    await db
      .update(orderWindows)
      .set({ closesAt: sql`now()` })
      .where(isOpen)

    await expect(begin(owner)).rejects.toThrow('Something in your basket has changed')
    expect(await ordersOf(owner)).toBe(0)
    expect(await linesOf(owner)).toHaveLength(1)
  })

  it('never has two windows at once', async () => {
    const itemId = await aThing({}, [[-1, 1]])
    const marketId = await marketOf(itemId)
    const another = { marketId, opensAt: new Date(), closesAt: inHours(3) }

    await expect(db.insert(orderWindows).values(another)).rejects.toMatchObject({
      cause: { constraint: 'order_windows_one_at_a_time' },
    })
  })
})

type Span = [from: number, until: number]

function sale(from: number, until: number): Terms {
  return { salePriceMinor: 700, saleFrom: inHours(from), saleUntil: inHours(until) }
}

const isOpen = sql`${orderWindows.opensAt} < now() and now() < ${orderWindows.closesAt}`

function ordersOf(owner: BasketOwner): Promise<number> {
  const isTheirs =
    'personId' in owner
      ? eq(orders.personId, owner.personId)
      : eq(orders.visitorId, owner.visitorId)
  return db.$count(orders, isTheirs)
}

const guest = (): BasketOwner => ({ visitorId: crypto.randomUUID() })
const member = async (): Promise<BasketOwner> => ({ personId: (await aPerson(db)).id })

/** Something at £10, in a market with windows between these hours from now, if any. */
async function aThing(terms: Terms, windows: Span[] = [], stock = 10): Promise<string> {
  const { id } = await aVariant(db, { priceMinor: 1000, title: 'Sack of flour', stock })
  await db
    .update(variants)
    .set({ priceMinor: 1000, ...terms })
    .where(eq(variants.id, id))
  if (windows.length > 0) {
    const marketId = await marketOf(id)
    await db.update(markets).set({ ordering: 'windows' }).where(eq(markets.id, marketId))
    await db.insert(orderWindows).values(
      windows.map(([from, until]) => ({
        marketId,
        opensAt: inHours(from),
        closesAt: inHours(until),
      })),
    )
  }
  return id
}

async function marketOf(variantId: string): Promise<string> {
  const [row] = await db
    .select({ marketId: products.marketId })
    .from(products)
    .innerJoin(variants, eq(variants.productId, products.id))
    .where(eq(variants.id, variantId))
  return row?.marketId ?? ''
}

function add(owner: BasketOwner, itemId: string, quantity: number): Promise<void> {
  return addItem(db, shop, { owner, kind: 'product', itemId, quantity })
}

async function linesOf(owner: BasketOwner) {
  return (await readBasket(db, shop, owner)).lines
}
