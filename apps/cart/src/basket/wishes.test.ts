import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { containerRelations } from '@rose-ash/shared/db/models/blog'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { merchants, sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { variants } from '@rose-ash/shared/db/models/market'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { aPage, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { buyersOf } from '../testing/buyers.ts'
import { aMerchant } from '../testing/merchants.ts'
import { startShop } from '../testing/start-shop.ts'
import { addItem } from './add-item.ts'
import { basketPage } from './basket-page.ts'
import { changeLine } from './change-line.ts'
import { NotOnSale, TooLittle } from './errors.ts'
import { countBasket, readBasket } from './queries.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { begin, put } = buyersOf(db, shop)
const guest = () => ({ visitorId: randomUUID() })

/** Soup: £10 is suggested, £4 the least. */
async function soup() {
  const thing = await aVariant(db, { priceMinor: 1000, title: 'Soup' })
  await db.update(variants).set({ floorMinor: 400 }).where(eq(variants.id, thing.id))
  return thing
}

const onlyLine = async (owner: { visitorId: string }) => {
  const [line] = (await readBasket(db, shop, owner)).lines
  if (!line) throw new Error('there is one')
  return line
}

const pay = (owner: { visitorId: string }, itemId: string, chosenMinor?: number) =>
  addItem(db, shop, { owner, kind: 'product', itemId, quantity: 1, chosenMinor })

describe('a price that the buyer chooses', () => {
  it.each([
    ['what is suggested when they say nothing', undefined, 1000],
    ['the least', 400, 400],
    ['more than is suggested', 1500, 1500],
  ])('is %s', async (_what, chosenMinor, unitMinor) => {
    const { id } = await soup()
    const owner = guest()
    await pay(owner, id, chosenMinor)

    const draft = await begin(owner)

    const [line] = await db.select().from(orderLines).where(eq(orderLines.orderId, draft.id))
    expect(line).toMatchObject({ unitMinor, suggestedMinor: 1000 })
    expect(draft.totalMinor).toBe(unitMinor)
  })

  it('is refused below the least, when it is put in and later', async () => {
    const { id } = await soup()
    const owner = guest()

    await expect(pay(owner, id, 399)).rejects.toThrow(TooLittle)
    expect(await countBasket(db, owner)).toBe(0)
    await pay(owner, id, 500)
    const { id: lineId } = await onlyLine(owner)
    const change = changeLine(db, shop, { owner, lineId, chosenMinor: 399 })
    await expect(change).rejects.toThrow('The least for “Soup” is £4.00.')

    expect(await onlyLine(owner)).toMatchObject({ chosenMinor: 500 })
  })

  it('is never below a least that was raised since', async () => {
    const { id } = await soup()
    const owner = guest()
    await pay(owner, id, 500)

    await db.update(variants).set({ floorMinor: 700 }).where(eq(variants.id, id))

    expect(await begin(owner)).toMatchObject({ totalMinor: 700 })
  })

  it('counts for nothing where the price is fixed', async () => {
    const thing = await aVariant(db, { priceMinor: 1000 })
    const owner = guest()
    await pay(owner, thing.id, 1)

    expect(await begin(owner)).toMatchObject({ totalMinor: 1000 })
  })
})

describe('a line of the basket', () => {
  it('is not ordered while it is saved for later, and is when it is put back', async () => {
    const [now, later] = [await aVariant(db), await aVariant(db)]
    const owner = guest()
    await put(owner, 'product', later.id, 2)
    const { id: lineId } = await onlyLine(owner)
    await put(owner, 'product', now.id, 1)

    await changeLine(db, shop, { owner, lineId, saved: true })
    expect(await countBasket(db, owner)).toBe(1)
    expect(await begin(owner)).toMatchObject({ totalMinor: 280 })
    expect((await basketPage(db, shop, owner)).saved).toMatchObject([{ id: lineId, quantity: 2 }])
    await changeLine(db, shop, { owner, lineId, saved: false })

    expect(await countBasket(db, owner)).toBe(2)
  })

  it('keeps its note, which goes with the order', async () => {
    const owner = guest()
    await put(owner, 'product', (await aVariant(db)).id, 1)
    const { id: lineId } = await onlyLine(owner)

    await changeLine(db, shop, { owner, lineId, note: 'Sliced, please' })
    await changeLine(db, shop, { owner, lineId, quantity: 2 })

    const draft = await begin(owner)
    const [line] = await db.select().from(orderLines).where(eq(orderLines.orderId, draft.id))
    expect(line).toMatchObject({ note: 'Sliced, please', quantity: 2 })
  })

  it('is told once as vanished when nobody sells it any more, and does not stand in the way', async () => {
    const { id: pageId } = await aPage(db)
    const thing = await aVariant(db, { pageId })
    const owner = guest()
    await put(owner, 'product', thing.id, 1)
    await db.delete(containerRelations).where(eq(containerRelations.pageId, pageId))

    const [one, other] = await Promise.all([1, 2].map(() => basketPage(db, shop, owner)))
    expect((one?.vanished ?? 0) + (other?.vanished ?? 0)).toBe(1)
    expect([one?.merchants, other?.merchants]).toEqual([[], []])
    expect(shop.purged).toContain(basketTag(owner))
    expect(await countBasket(db, owner)).toBe(0)
    expect(await basketPage(db, shop, owner)).toMatchObject({ vanished: 0 })
    await put(owner, 'product', (await aVariant(db)).id, 1)
    expect(await begin(owner)).toMatchObject({ totalMinor: 280 })
  })

  it('goes to the cooperative when the page’s own merchant is switched off', async () => {
    const { id: pageId } = await aPage(db)
    const thing = await aVariant(db, { pageId })
    const merchant = await aMerchant(db, shop, { pageId })
    const owner = guest()
    await put(owner, 'product', thing.id, 1)
    expect(await onlyLine(owner)).toMatchObject({ merchant: { id: merchant.id, name: 'The Mill' } })

    await db.update(merchants).set({ active: false }).where(eq(merchants.id, merchant.id))

    expect(await onlyLine(owner)).toMatchObject({ merchant: { name: null } })
    expect(await begin(owner)).toMatchObject({ totalMinor: 280 })
  })
})

describe('a gift', () => {
  it('goes to a page that asks for gifts, once, for the last amount said, without tax', async () => {
    const { id: pageId } = await aPage(db)
    await db.insert(sellers).values({ pageId, donations: true })
    const owner = guest()
    const give = (chosenMinor: number) =>
      addItem(db, shop, { owner, kind: 'donation', itemId: pageId, quantity: 1, chosenMinor })

    await give(200)
    await give(700)

    expect(await countBasket(db, owner)).toBe(1)
    expect(await begin(owner)).toMatchObject({ totalMinor: 700, taxMinor: 0 })
  })

  it.each([
    ['a page that does not ask for any', false, NotOnSale, 500],
    ['less than a pound', true, TooLittle, 99],
  ])('is refused for %s', async (_what, donations, refusal, chosenMinor) => {
    const { id: itemId } = await aPage(db)
    await db.insert(sellers).values({ pageId: itemId, donations })
    const owner = guest()

    const gift = addItem(db, shop, { owner, kind: 'donation', itemId, quantity: 1, chosenMinor })

    await expect(gift).rejects.toThrow(refusal)
    expect(await countBasket(db, owner)).toBe(0)
  })

  it('is suggested for the pages in the basket that ask, until there is one', async () => {
    const { id: pageId } = await aPage(db)
    await db.insert(sellers).values({ pageId, donations: true })
    const owner = guest()
    await put(owner, 'product', (await aVariant(db, { pageId })).id, 1)
    await put(owner, 'product', (await aVariant(db)).id, 1)
    const gifts = async () =>
      (await basketPage(db, shop, owner)).merchants.flatMap(({ groups }) =>
        groups.map(({ gift }) => gift?.pageId),
      )

    expect(await gifts()).toEqual([pageId, undefined])
    await addItem(db, shop, { owner, kind: 'donation', itemId: pageId, quantity: 1 })

    expect(await gifts()).toEqual([undefined, undefined])
  })
})
