import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Offer } from '@rose-ash/shared/contracts/offers'
import type { Db } from '@rose-ash/shared/db'
import {
  basketLines,
  baskets,
  orderLines,
  orders,
  orderTransitions,
} from '@rose-ash/shared/db/models/cart'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { holdSupplies } from '@rose-ash/shared/services/holds'
import { offerOfLine, ownedBy } from '../basket/queries.ts'
import { bounds } from '../basket/quantity-bounds.ts'
import type { Order } from '../orders/change-state.ts'
import { completeOrder } from '../orders/complete-order.ts'
import { secureGoods } from '../orders/secure-goods.ts'
import type { Shop } from '../shop.ts'
import { BasketChanged, BasketEmpty } from './errors.ts'

export interface Checkout {
  owner: BasketOwner
  /** Comes with the form: sent twice, it makes one order. */
  requestKey: string
  email: string
  name: string
  /** The total the buyer saw. */
  totalMinor: number
}

/** How long an order holds what it is made of. */
export const holdMinutes = 15

/**
 * Turns a basket into an order: everything in it is held for 15 minutes, or nothing is. An order
 * over nothing is paid at once. Sent twice, both answer the same order.
 *
 * @throws {BasketEmpty}
 * @throws {BasketChanged} when the total is not what the buyer saw, or something is not sold now.
 * @throws {SoldOut} when too little is left; the basket stays as it is.
 */
export async function placeOrder(db: Db, shop: Shop, checkout: Checkout): Promise<Order> {
  return db.transaction(async (tx) => {
    const [basket] = await tx.select().from(baskets).where(ownedBy(checkout.owner)).for('update')
    const known = await findByRequest(tx, checkout.requestKey)
    if (known) return known
    if (!basket) throw new BasketEmpty()
    return orderBasket(tx, shop, { ...checkout, basketId: basket.id })
  })
}

async function findByRequest(tx: Db, requestKey: string): Promise<Order | undefined> {
  const [order] = await tx.select().from(orders).where(eq(orders.requestKey, requestKey))
  return order
}

async function orderBasket(
  tx: Db,
  shop: Shop,
  checkout: Checkout & { basketId: string },
): Promise<Order> {
  const lines = await readLines(tx, shop, checkout.basketId)
  const totalMinor = lines.reduce((sum, { offer, quantity }) => sum + offer.unitMinor * quantity, 0)
  if (totalMinor !== checkout.totalMinor) throw new BasketChanged()
  const heldUntil = new Date(Date.now() + holdMinutes * 60_000)
  const order = await insertOrder(tx, checkout, { totalMinor, heldUntil, lines })
  await holdSupplies(tx, {
    holderId: order.id,
    wants: lines.map(({ offer, quantity }) => ({ supplyId: offer.supplyId, quantity })),
    expiresAt: heldUntil,
  })
  await tx.delete(basketLines).where(eq(basketLines.basketId, checkout.basketId))
  if (totalMinor > 0) return order
  await secureGoods(tx, order.id)
  await completeOrder(tx, shop.services, order, 'nothing to pay')
  return { ...order, state: 'paid' }
}

interface Line {
  quantity: number
  offer: Offer
}

async function readLines(tx: Db, { services }: Shop, basketId: string): Promise<[Line, ...Line[]]> {
  const rows = await tx
    .select({ quantity: basketLines.quantity, offer: offerOfLine(services) })
    .from(basketLines)
    .innerJoin(baskets, eq(baskets.id, basketLines.basketId))
    .where(eq(basketLines.basketId, basketId))
  const sold = rows.filter((line): line is Line => isSold(line.offer, line.quantity))
  const [first, ...rest] = sold
  if (sold.length < rows.length) throw new BasketChanged()
  if (!first) throw new BasketEmpty()
  return [first, ...rest]
}

function isSold(offer: Offer | null, quantity: number): offer is Offer {
  if (!offer?.onSale) return false
  const { min, max } = bounds(offer)
  return min <= quantity && quantity <= max
}

async function insertOrder(
  tx: Db,
  checkout: Checkout,
  { lines, ...terms }: { lines: [Line, ...Line[]]; totalMinor: number; heldUntil: Date },
): Promise<Order> {
  const { owner, requestKey, email, name } = checkout
  const accessKey = randomBytes(16).toString('base64url')
  const { currency } = lines[0].offer
  const [order] = await tx
    .insert(orders)
    .values({ ...owner, ...terms, requestKey, email, name, accessKey, currency })
    .returning()
  if (!order) throw new Error('an insert answers its row')
  await tx.insert(orderLines).values(
    lines.map(({ quantity, offer }) => {
      const { kind, itemId, supplyId, page, title, detail, unitMinor } = offer
      return {
        orderId: order.id,
        kind,
        itemId,
        supplyId,
        pageId: page.id,
        title,
        detail,
        unitMinor,
        quantity,
      }
    }),
  )
  await tx
    .insert(orderTransitions)
    .values({ orderId: order.id, toState: order.state, reason: 'ordered' })
  return order
}
