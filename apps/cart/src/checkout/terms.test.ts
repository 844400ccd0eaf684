import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { aPage, aTicketType, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { countBasket, readBasket } from '../basket/queries.ts'
import { balanceOf, setLimit, topUp } from '../ledger/members.ts'
import { changeState } from '../orders/change-state.ts'
import { giveUpOrder } from '../orders/give-up-order.ts'
import { buyersOf } from '../testing/buyers.ts'
import { aMerchant } from '../testing/merchants.ts'
import { startShop } from '../testing/start-shop.ts'
import { beginCheckout } from './begin-checkout.ts'
import { BasketEmpty, HoldOver, NotOnThoseTerms } from './errors.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, begin, endHoldOf, order, paymentsOf, place, put, stateOf, supplyOf, sweep } =
  buyersOf(db, shop)
const currency = 'GBP'
const guest = () => ({ visitorId: randomUUID() })

/** A thing for £10 of a page that sells on these terms. */
async function aThing(terms: Partial<typeof sellers.$inferInsert> = {}) {
  const { id: pageId } = await aPage(db)
  await db.insert(sellers).values({ ...terms, pageId })
  return { ...(await aVariant(db, { priceMinor: 1000, pageId })), pageId }
}

async function aMember({ limitMinor = 0, credit = 0 }) {
  const { owner } = await aBuyer()
  const { personId } = owner
  if (limitMinor > 0) await setLimit(db, { personId, currency, limitMinor })
  const by = { requestKey: randomUUID(), byPersonId: personId }
  const paid = { personId, amountMinor: credit, currency, method: 'cash' as const }
  if (credit > 0) await topUp(db, { ...paid, ...by })
  return { owner, personId }
}

async function leave(orderId: string): Promise<void> {
  await giveUpOrder(db, shop, { orderId, to: 'cancelled', reason: 'back to the basket' })
}

async function runOut(orderId: string): Promise<void> {
  await endHoldOf(orderId)
  await sweep()
}

describe('an order on account', () => {
  it('is theirs at once, up to the limit, and not a penny beyond it', async () => {
    const thing = await aThing({ onAccount: true })
    const { owner, personId } = await aMember({ limitMinor: 1999 })
    await put(owner, 'product', thing.id, 1)

    expect(await order(owner, 1000, { terms: 'on_account' })).toMatchObject({ state: 'paid' })
    expect(await balanceOf(db, personId, currency)).toBe(1000)
    await put(owner, 'product', thing.id, 1)
    const beyond = order(owner, 1000, { terms: 'on_account' })

    await expect(beyond).rejects.toThrow(NotOnThoseTerms)
    expect(await balanceOf(db, personId, currency)).toBe(1000)
    expect(await supplyOf(thing.supplyId)).toMatchObject({ taken: 1, held: 1 })
    expect((await readBasket(db, shop, owner)).drafts).toHaveLength(1)
  })

  it.each([
    ['a guest', guest, { onAccount: true }],
    ['a page that does not sell so', undefined, { onAccount: false }],
  ])('is not for %s', async (_who, of, terms) => {
    const thing = await aThing(terms)
    const owner = of?.() ?? (await aMember({ limitMinor: 9000 })).owner
    await put(owner, 'product', thing.id, 1)

    await expect(order(owner, 1000, { terms: 'on_account' })).rejects.toThrow(NotOnThoseTerms)
  })
})

describe('an order that is paid at the pick-up', () => {
  it('keeps its things without a clock, and nobody is asked for money', async () => {
    const thing = await aThing({ onPickup: true })
    const owner = guest()
    await put(owner, 'product', thing.id, 2)

    const placed = await order(owner, 2000, { terms: 'on_pickup' })

    expect(placed).toMatchObject({ state: 'awaiting_payment', heldUntil: null })
    expect(await supplyOf(thing.supplyId)).toMatchObject({ taken: 2, held: 0 })
    expect(await paymentsOf(placed.id)).toEqual([])
  })

  it('has no tickets in it', async () => {
    const owner = guest()
    await put(owner, 'product', (await aThing({ onPickup: true })).id, 1)
    await put(owner, 'ticket', (await aTicketType(db)).id, 1)

    await expect(order(owner, 2800, { terms: 'on_pickup' })).rejects.toThrow(NotOnThoseTerms)
  })
})

describe('what a member has paid in before', () => {
  it('pays a part, and only the rest is paid online', async () => {
    const { owner, personId } = await aMember({ credit: 300 })
    await put(owner, 'product', (await aThing()).id, 1)

    const placed = await order(owner, 1000, { useCredit: true })

    expect(placed).toMatchObject({ state: 'awaiting_payment', creditMinor: 300, totalMinor: 1000 })
    expect(await balanceOf(db, personId, currency)).toBe(0)
    await giveUpOrder(db, shop, { orderId: placed.id, to: 'cancelled', reason: 'changed my mind' })
    expect(await balanceOf(db, personId, currency)).toBe(-300)
  })

  it('pays all of it when it is enough, and keeps the rest', async () => {
    const { owner, personId } = await aMember({ credit: 1500 })
    await put(owner, 'product', (await aThing()).id, 1)

    const placed = await order(owner, 1000, { useCredit: true })

    expect(placed).toMatchObject({ state: 'paid', creditMinor: 1000 })
    expect(await balanceOf(db, personId, currency)).toBe(-500)
  })

  it('is left alone unless they say so', async () => {
    const { owner, personId } = await aMember({ credit: 300 })
    await put(owner, 'product', (await aThing()).id, 1)

    expect(await order(owner, 1000)).toMatchObject({ creditMinor: 0 })
    expect(await balanceOf(db, personId, currency)).toBe(-300)
  })
})

describe('a checkout that comes to nothing', () => {
  it.each([
    ['is left', 'cancelled', leave],
    ['runs out of time', 'expired', runOut],
  ] as const)('%s, and everything lies in the basket again', async (_how, state, end) => {
    const thing = await aThing()
    const owner = guest()
    await put(owner, 'product', thing.id, 2)
    const draft = await begin(owner)

    await end(draft.id)

    await expect(stateOf(draft.id)).resolves.toBe(state)
    expect(await supplyOf(thing.supplyId)).toMatchObject({ held: 0, taken: 0 })
    expect(await countBasket(db, owner)).toBe(2)
  })

  it('cannot be ordered any more once its time is over', async () => {
    const owner = guest()
    await put(owner, 'product', (await aThing()).id, 1)
    const draft = await begin(owner)
    await endHoldOf(draft.id)

    await expect(place(draft, owner, { totalMinor: 1000 })).rejects.toThrow(HoldOver)
    expect(await stateOf(draft.id)).toBe('draft')
  })

  it('gives way to one that is begun anew, with what was added meanwhile', async () => {
    const [thing, more] = [await aThing(), await aThing()]
    const owner = guest()
    await put(owner, 'product', thing.id, 1)
    const first = await begin(owner)
    await giveUpOrder(db, shop, { orderId: first.id, to: 'cancelled', reason: 'more' })
    await put(owner, 'product', more.id, 1)

    const second = await begin(owner)

    expect(second).toMatchObject({ totalMinor: 2000, state: 'draft' })
    expect(await supplyOf(thing.supplyId)).toMatchObject({ held: 1 })
  })

  it('is begun anew over an open one without holding anything twice', async () => {
    const thing = await aThing()
    const owner = guest()
    await put(owner, 'product', thing.id, 1)
    const first = await begin(owner)
    await put(owner, 'product', thing.id, 2)

    const second = await begin(owner)

    expect(await stateOf(first.id)).toBe('cancelled')
    expect(second).toMatchObject({ totalMinor: 3000 })
    expect(await supplyOf(thing.supplyId)).toMatchObject({ held: 3 })
    expect(await countBasket(db, owner)).toBe(0)
  })
})

describe('a page with a merchant of its own', () => {
  it('is checked out by itself, and the rest of the basket waits', async () => {
    const [own, shared] = [await aThing(), await aThing()]
    const merchant = await aMerchant(db, shop, { pageId: own.pageId })
    const owner = guest()
    await put(owner, 'product', own.id, 1)
    await put(owner, 'product', shared.id, 1)
    const beginning = { owner, merchantId: merchant.id, requestKey: randomUUID() }

    const draft = await beginCheckout(db, shop, beginning)

    expect(draft).toMatchObject({ merchantId: merchant.id, totalMinor: 1000 })
    expect(await supplyOf(own.supplyId)).toMatchObject({ held: 1 })
    expect(await supplyOf(shared.supplyId)).toMatchObject({ held: 0 })
    expect(await countBasket(db, owner)).toBe(1)
    const again = { ...beginning, requestKey: randomUUID() }
    await changeState(db, draft, { to: 'cancelled', reason: 'back to the basket' })
    await expect(beginCheckout(db, shop, again)).rejects.toThrow(BasketEmpty)
    expect(await begin(owner)).toMatchObject({ totalMinor: 1000 })
  })
})
