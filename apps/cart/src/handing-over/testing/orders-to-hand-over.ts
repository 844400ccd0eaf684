import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { roles } from '@rose-ash/shared/db/models/account'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { variants } from '@rose-ash/shared/db/models/market'
import { aPage, aPerson, aVariant } from '@rose-ash/shared/testing'
import { packLine } from '../../packing/pack-line.ts'
import { buyersOf } from '../../testing/buyers.ts'
import type { Shop } from '../../shop.ts'
import { receiveCash } from '../receive-cash.ts'

/** Orders that wait to be packed and handed over, and an administrator who sees to them. */
export async function ordersToHandOver(db: Db, shop: Shop) {
  const { aBuyer, order: orderOf, put } = buyersOf(db, shop)
  const { id: admin } = await aPerson(db)
  await db.insert(roles).values({ personId: admin, role: 'admin' })
  return { admin, aPaidOrder, anOrderToCollect, lineOf, weigh }

  /** A page that is paid at the pick-up, with its manager. */
  async function aSeller() {
    const { id: pageId } = await aPage(db)
    const { id: manager } = await aPerson(db)
    await db.insert(pageManagers).values({ pageId, personId: manager })
    await db.insert(sellers).values({ pageId, onPickup: true })
    return { pageId, manager }
  }

  /** Bread of one page and butter of another, £5.60, paid over the counter. */
  async function aPaidOrder() {
    const [bakery, dairy] = [await aSeller(), await aSeller()]
    const { owner } = await aBuyer()
    for (const { pageId } of [bakery, dairy])
      await put(owner, 'product', (await aVariant(db, { pageId })).id, 1)
    const { id: orderId } = await orderOf(owner, 560, { terms: 'on_pickup' })
    await receiveCash(db, shop, { orderId, requestKey: randomUUID(), personId: admin })
    return { orderId, bakery, dairy }
  }

  /** 500 g of cheese at £10, to be weighed, paid and collected. */
  async function anOrderToCollect() {
    const dairy = await aSeller()
    const piece = await aVariant(db, {
      pageId: dairy.pageId,
      priceMinor: 1000,
      title: 'Goat cheese',
    })
    await db
      .update(variants)
      .set({ weighed: true, measureAmount: 500, measureUnit: 'g' })
      .where(eq(variants.id, piece.id))
    const { owner } = await aBuyer()
    await put(owner, 'product', piece.id, 1)
    const { id: orderId } = await orderOf(owner, 1000, { terms: 'on_pickup' })
    return { orderId, dairy, cheese: await lineOf(orderId, dairy.pageId) }
  }

  async function lineOf(orderId: string, pageId: string) {
    const own = and(eq(orderLines.orderId, orderId), eq(orderLines.pageId, pageId))
    const [line] = await db.select().from(orderLines).where(own)
    return line ?? missing()
  }

  function weigh(lineId: string, packedAmount: number): Promise<void> {
    return packLine(db, shop, { lineId, packedAmount, reason: '', personId: admin })
  }
}

function missing(): never {
  throw new Error('the order has one')
}
