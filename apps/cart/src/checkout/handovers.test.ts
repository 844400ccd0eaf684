import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { handoverOptions, handovers } from '@rose-ash/shared/db/models/cart-terms'
import { markets, products } from '@rose-ash/shared/db/models/market'
import {
  orderWindows,
  pickupPoints,
  windowPickups,
} from '@rose-ash/shared/db/models/market-windows'
import { aPage, aTicketType, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { buyersOf } from '../testing/buyers.ts'
import { startShop } from '../testing/start-shop.ts'
import { chooseHandovers } from './choose-handovers.ts'
import { AddressNeeded, NotDeliveredThere } from './errors.ts'
import { handoverChoices } from './handover-choices.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, begin, put } = buyersOf(db, shop)
const hour = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * hour)
const home = {
  name: 'Tom Bell',
  street: '4 Hill Row',
  postcode: 'wn4 2qa',
  city: 'Wendle',
  phone: '',
}

const terms = { startsAt: '16:00', endsAt: '19:00', currency: 'GBP', cutoff: '12:00' }

/** A page that delivers for £3.50, tax in it, for nothing from £30 on, and only to WN4. */
async function aDraft({ priceMinor = 1000 } = {}) {
  const { id: pageId } = await aPage(db)
  const thing = await aVariant(db, { priceMinor, pageId })
  const [bike] = await db
    .insert(handoverOptions)
    .values({
      ...terms,
      pageId,
      kind: 'delivery',
      title: 'By cargo bike',
      postcodes: ['WN4'],
      feeMinor: 350,
      freeFromMinor: 3000,
      taxRateBasisPoints: 2000,
    })
    .returning()
  const { owner } = await aBuyer()
  await put(owner, 'product', thing.id, 1)
  return { pageId, thing, owner, bikeId: bike?.id ?? '' }
}

const choose = (orderId: string, pageId: string, choice: string, address = home) =>
  chooseHandovers(db, shop, { orderId, choices: new Map([[pageId, choice]]), address })

const choicesOf = async (order: { id: string; currency: string }) =>
  (await handoverChoices(db, shop, order))[0]?.choices ?? []

const handoverOf = async (orderId: string) =>
  (await db.select().from(handovers).where(eq(handovers.orderId, orderId)))[0]

describe('how things reach the buyer', () => {
  it('is on the doorstep of a page that says nothing', async () => {
    const { owner } = await aBuyer()
    await put(owner, 'product', (await aVariant(db)).id, 1)

    const order = await begin(owner)

    expect(await choicesOf(order)).toMatchObject([{ choice: 'as-agreed', feeMinor: 0 }])
    expect(order).toMatchObject({ feesMinor: 0, totalMinor: 280 })
  })

  it('is not asked of tickets', async () => {
    const { owner } = await aBuyer()
    await put(owner, 'ticket', (await aTicketType(db)).id, 1)

    expect(await handoverChoices(db, shop, await begin(owner))).toEqual([])
  })

  it('is where its market hands out this window, before what the page offers', async () => {
    const { thing, owner } = await aDraft()
    const [product] = await db.select().from(products).where(eq(products.id, thing.productId))
    const marketId = product?.marketId ?? ''
    await db.update(markets).set({ ordering: 'windows' }).where(eq(markets.id, marketId))
    const [point] = await db
      .insert(pickupPoints)
      .values({ marketId, title: 'The square', address: 'Market Square' })
      .returning()
    const [open] = await db
      .insert(orderWindows)
      .values({ marketId, opensAt: inHours(-1), closesAt: inHours(5) })
      .returning()
    const pickup = { windowId: open?.id ?? '', pointId: point?.id ?? '' }
    await db.insert(windowPickups).values({ ...pickup, startsAt: inHours(20), endsAt: inHours(22) })

    const order = await begin(owner)

    const choices = await choicesOf(order)
    expect(choices.map(({ title }) => title)).toEqual([
      'The square',
      ...Array.from({ length: 4 }, () => 'By cargo bike'),
    ])
    expect(await handoverOf(order.id)).toMatchObject({
      kind: 'pickup',
      title: 'The square',
      place: 'Market Square',
      feeMinor: 0,
    })
  })

  it('costs what the option says, with its tax, and is in the total', async () => {
    const { pageId, owner } = await aDraft()
    const order = await begin(owner)
    const [, second] = await choicesOf(order)

    const chosen = await choose(order.id, pageId, second?.choice ?? '')

    expect(chosen).toMatchObject({ feesMinor: 350, totalMinor: 1350, itemsMinor: 1000 })
    expect(chosen.taxMinor - 167).toBe(58)
    expect(await handoverOf(order.id)).toMatchObject({
      kind: 'delivery',
      choice: second?.choice,
      startsAt: second?.startsAt,
      feeMinor: 350,
      taxMinor: 58,
      address: home,
    })
  })

  it.each([
    ['below what it is free from', 2999, 350],
    ['from there on', 3000, 0],
  ])('%s costs', async (_what, priceMinor, feesMinor) => {
    const { owner } = await aDraft({ priceMinor })

    expect(await begin(owner)).toMatchObject({ feesMinor, totalMinor: priceMinor + feesMinor })
  })

  it.each([
    ['another postcode', { ...home, postcode: 'AB1 2CD' }, NotDeliveredThere],
    ['half an address', { ...home, street: '' }, AddressNeeded],
  ])('is refused with %s, and stays as it was', async (_what, address, refusal) => {
    const { pageId, owner } = await aDraft()
    const order = await begin(owner)
    const [first] = await choicesOf(order)
    const before = await handoverOf(order.id)

    await expect(choose(order.id, pageId, first?.choice ?? '', address)).rejects.toThrow(refusal)

    expect(await handoverOf(order.id)).toEqual(before)
  })

  it('becomes the first that is offered when what was chosen is not there any more', async () => {
    const { pageId, owner, bikeId } = await aDraft()
    const order = await begin(owner)
    await db.update(handoverOptions).set({ active: false }).where(eq(handoverOptions.id, bikeId))

    const chosen = await choose(order.id, pageId, `option:${bikeId}:0`)

    expect(chosen).toMatchObject({ feesMinor: 0, totalMinor: 1000 })
    expect(await handoverOf(order.id)).toMatchObject({ choice: 'as-agreed', address: null })
  })
})
