import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { aTicketType, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { countBasket, readBasket } from '../basket/queries.ts'
import { buyersOf } from '../testing/buyers.ts'
import { startShop } from '../testing/start-shop.ts'
import { TotalChanged } from './errors.ts'
import { placeOrder } from './place-order.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, begin, order, place, put, stateOf, supplyOf, ticketCount } = buyersOf(db, shop)

describe('ordering', () => {
  it('holds what is in the basket and empties it', async () => {
    const loaf = await aVariant(db, { stock: 5 })
    const { owner } = await aBuyer()
    await put(owner, 'product', loaf.id, 2)

    const placed = await order(owner, 560)

    expect(placed).toMatchObject({ state: 'awaiting_payment', totalMinor: 560, currency: 'GBP' })
    expect(await supplyOf(loaf.supplyId)).toEqual({ capacity: 5, held: 2, taken: 0 })
    expect(await countBasket(db, owner)).toBe(0)
  })

  it('makes one order of a form that is sent twice at once', async () => {
    const loaf = await aVariant(db)
    const { owner } = await aBuyer()
    await put(owner, 'product', loaf.id, 1)
    const requestKey = randomUUID()

    const both = await Promise.all([
      order(owner, 280, { requestKey }),
      order(owner, 280, { requestKey }),
    ])

    expect(both[0].id).toBe(both[1].id)
    expect(await supplyOf(loaf.supplyId)).toMatchObject({ held: 1 })
  })

  it('is open to who signed in since, and leaves what they began elsewhere', async () => {
    const [loaf, jar] = [await aVariant(db), await aVariant(db)]
    const guest = { visitorId: randomUUID() }
    const { owner } = await aBuyer()
    await put(guest, 'product', loaf.id, 1)
    await put(owner, 'product', jar.id, 2)
    const [mine, another] = [await begin(guest), await begin(owner)]

    const placed = await place(mine, owner, { totalMinor: 280 })

    expect(placed).toMatchObject({ ...owner, id: mine.id, state: 'awaiting_payment' })
    expect(await stateOf(another.id)).toBe('draft')
    expect(await supplyOf(jar.supplyId)).toMatchObject({ held: 2 })
  })

  it('never waits in a circle with a checkout that its buyer begins elsewhere', async () => {
    const loaf = await aVariant(db, { stock: 5 })
    const guest = { visitorId: randomUUID() }
    const { owner } = await aBuyer()
    await put(guest, 'product', loaf.id, 1)
    await put(owner, 'product', loaf.id, 1)
    const mine = await begin(guest)

    await db.transaction(async (tx) => {
      const placing = { ...owner, orderId: mine.id, totalMinor: 280, terms: 'online' as const }
      const buyer = { name: 'Tom Bell', email: 'tom@rose-ash.example', note: '', useCredit: false }
      await placeOrder(tx, shop, { ...placing, ...buyer })
      expect(await begin(owner)).toMatchObject({ ...owner, state: 'draft' })
    })

    expect(await stateOf(mine.id)).toBe('awaiting_payment')
  })

  it('refuses a total that the buyer did not see, and changes nothing', async () => {
    const loaf = await aVariant(db)
    const { owner } = await aBuyer()
    await put(owner, 'product', loaf.id, 1)

    await expect(order(owner, 270)).rejects.toBeInstanceOf(TotalChanged)

    expect((await readBasket(db, shop, owner)).drafts).toMatchObject([
      { things: 1, total: { amount: 280 } },
    ])
    expect(await supplyOf(loaf.supplyId)).toMatchObject({ held: 1, taken: 0 })
  })

  it('gives the last ticket to one of two buyers, and keeps the basket of the other', async () => {
    const place = await aTicketType(db, { places: 1 })
    const buyers = [await aBuyer(), await aBuyer()]
    for (const { owner } of buyers) await put(owner, 'ticket', place.id, 1)

    const results = await Promise.allSettled(buyers.map(({ owner }) => order(owner, 1800)))

    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await supplyOf(place.supplyId)).toEqual({ capacity: 1, held: 1, taken: 0 })
    const left = await Promise.all(buyers.map(({ owner }) => countBasket(db, owner)))
    expect(left).toEqual(results.map(({ status }) => (status === 'rejected' ? 1 : 0)))
    const refused = results.find((result) => result.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'sold_out', status: 409 })
  })

  it('needs no payment for what costs nothing', async () => {
    const place = await aTicketType(db, { priceMinor: 0 })
    const { owner } = await aBuyer()
    await put(owner, 'ticket', place.id, 2)

    const placed = await order(owner, 0)

    expect(placed.state).toBe('paid')
    expect(await supplyOf(place.supplyId)).toMatchObject({ held: 0, taken: 2 })
    expect(await ticketCount(placed.id)).toBe(2)
  })
})
