import { randomBytes } from 'node:crypto'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { basketLines, baskets, orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { orderTransitions } from '@rose-ash/shared/db/models/cart-states'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { v7 } from 'uuid'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { holdSupplies } from '@rose-ash/shared/services/holds'
import { merchantOfLine, offered, offerOfLine } from '../basket/offers.ts'
import { pricedLine } from '../basket/price-view.ts'
import { problemOf } from '../basket/problem-of.ts'
import { type BasketLine, ownedBy, unitOf } from '../basket/queries.ts'
import { lockOrder, type Order } from '../orders/change-state.ts'
import { endOrder } from '../orders/end-order.ts'
import { priceOrder } from '../pricing/price-order.ts'
import type { Shop } from '../shop.ts'
import { findVouchers } from '../vouchers/find-vouchers.ts'
import { useVouchers } from '../vouchers/use-vouchers.ts'
import { BasketChanged, BasketEmpty } from './errors.ts'

export interface Beginning {
  owner: BasketOwner
  /** What of the basket: all that this merchant sells. */
  merchantId: string
  /** Comes with the button: sent twice, it makes one order. */
  requestKey: string
}

/** How long an order holds what it is made of. */
export const holdMinutes = 15

/**
 * Begins a checkout: what the basket has of one merchant becomes a draft order, and everything in it is
 * held for 15 minutes, or nothing is. A draft that was begun before is given up first. Sent twice, both
 * answer the same order.
 *
 * @throws {BasketEmpty} when there is nothing of this merchant.
 * @throws {BasketChanged} when something is not sold now, or not so many.
 * @throws {SoldOut} when too little is left; the basket stays as it is.
 * @throws {VoucherGone} when a voucher was used up meanwhile.
 */
export async function beginCheckout(db: Db, shop: Shop, beginning: Beginning): Promise<Order> {
  const { owner, requestKey } = beginning
  await giveUpDrafts(db, beginning)
  return db.transaction(async (tx) => {
    const [basket] = await tx.select().from(baskets).where(ownedBy(owner)).for('update')
    const [known] = await tx.select().from(orders).where(eq(orders.requestKey, requestKey))
    if (known) return known
    if (!basket) throw new BasketEmpty()
    // Another was begun at this moment: it has the things.
    if ((await draftIds(tx, beginning)).length > 0) throw new BasketChanged()
    const lines = await readLines(tx, shop, { ...beginning, basketId: basket.id })
    const order = await insertDraft(tx, { ...beginning, basket, lines })
    await tx.delete(basketLines).where(
      inArray(
        basketLines.id,
        lines.map(({ id }) => id),
      ),
    )
    await holdAll(tx, order, lines)
    return order
  })
}

/**
 * Gives up what was begun before, each in a transaction of its own: whoever ends an order locks it first
 * and the basket after it, and here it is the other way round.
 */
async function giveUpDrafts(db: Db, beginning: Beginning): Promise<void> {
  for (const id of await draftIds(db, beginning)) {
    await db.transaction(async (tx) => {
      const draft = await lockOrder(tx, id)
      const isOther = draft.state === 'draft' && draft.requestKey !== beginning.requestKey
      if (isOther) await endOrder(tx, draft, 'cancelled', 'the checkout began anew')
    })
  }
}

async function draftIds(db: Db, { owner, merchantId }: Beginning): Promise<string[]> {
  const own =
    'personId' in owner
      ? eq(orders.personId, owner.personId)
      : and(eq(orders.visitorId, owner.visitorId), isNull(orders.personId))
  const drafts = await db
    .select({ id: orders.id })
    .from(orders)
    .where(and(own, eq(orders.merchantId, merchantId), eq(orders.state, 'draft')))
  return drafts.map(({ id }) => id)
}

type Lines = [BasketLine, ...BasketLine[]]

async function readLines(
  tx: Db,
  shop: Shop,
  { basketId, merchantId }: Beginning & { basketId: string },
): Promise<Lines> {
  const { id, quantity, chosenMinor, seenMinor, note } = basketLines
  const columns = { id, quantity, chosenMinor, seenMinor, note }
  const rows = await tx
    .select({ ...columns, offer: offered, merchant: merchantOfLine, saved: sql<boolean>`false` })
    .from(basketLines)
    .innerJoin(baskets, eq(baskets.id, basketLines.basketId))
    .innerJoin(offerOfLine(shop.services, shop.config.currency), sql`true`)
    .where(and(eq(basketLines.basketId, basketId), isNull(basketLines.savedAt)))
    .orderBy(basketLines.createdAt, basketLines.id)
  // What nobody sells any more was told on the basket's page and stands in nobody's way.
  const own = rows.filter(({ offer, merchant }) => offer?.page && merchant.id === merchantId)
  const sold = own.filter(
    (line): line is BasketLine =>
      line.offer?.page !== undefined &&
      problemOf({ ...line.offer, left: null }, line.quantity) === undefined,
  )
  const [first, ...rest] = sold
  if (sold.length < own.length) throw new BasketChanged()
  if (!first) throw new BasketEmpty()
  return [first, ...rest]
}

async function insertDraft(
  tx: Db,
  draft: Beginning & { basket: typeof baskets.$inferSelect; lines: Lines },
): Promise<Order> {
  const { owner, merchantId, requestKey, basket, lines } = draft
  const personId = 'personId' in owner ? owner.personId : null
  const { found } = await findVouchers(tx, basket.voucherCodes, { now: new Date(), personId })
  const priced = lines.map(pricedLine)
  const { currency } = lines[0].offer
  const price = priceOrder({ lines: priced, vouchers: found, fees: [], currency })
  const { itemsMinor, discountMinor, totalMinor, taxMinor } = price
  const heldUntil = new Date(Date.now() + holdMinutes * 60_000)
  const accessKey = randomBytes(16).toString('base64url')
  const totals = { currency, itemsMinor, discountMinor, totalMinor, taxMinor }
  const [order] = await tx
    .insert(orders)
    .values({ ...owner, ...totals, merchantId, requestKey, accessKey, heldUntil })
    .returning()
  if (!order) throw new Error('an insert answers its row')
  await tx
    .insert(orderLines)
    .values(
      lines.map((line, place) => ({ orderId: order.id, ...frozen(line), ...price.lines[place] })),
    )
  await insertHandovers(tx, order.id, lines)
  await tx
    .insert(orderTransitions)
    .values({ orderId: order.id, toState: 'draft', reason: 'checkout begun' })
  const uses = price.vouchers
    .filter((voucher) => voucher.discountMinor > 0)
    .map((voucher) => ({ voucherId: voucher.id, discountMinor: voucher.discountMinor }))
  if (uses.length > 0) await useVouchers(tx, { orderId: order.id, personId, email: null, uses })
  return order
}

/** Last: everybody who wants the same things waits until this is committed. */
async function holdAll(tx: Db, { id: holderId, heldUntil }: Order, lines: Lines): Promise<void> {
  const wants = lines.flatMap(({ offer: { supplyId }, quantity }) =>
    supplyId ? [{ supplyId, quantity }] : [],
  )
  await holdSupplies(tx, { holderId, wants, expiresAt: heldUntil ?? new Date() })
}

/** A line as it is bought, whatever becomes of its product. */
function frozen(line: BasketLine) {
  const { offer, quantity, note } = line
  const { kind, itemId, supplyId, page, title, detail, unitMinor, floorMinor } = offer
  const { taxRateBasisPoints, weighed, measureAmount, measureUnit } = offer
  return {
    id: v7(),
    kind,
    itemId,
    supplyId,
    pageId: page.id,
    title,
    detail,
    note,
    quantity,
    unitMinor: unitOf(line),
    suggestedMinor: floorMinor === null || kind === 'donation' ? null : unitMinor,
    taxRateBasisPoints,
    weighed,
    measureAmount,
    measureUnit,
  }
}

/** Each page's goods are handed over by themselves; how, the buyer says before placing the order. */
async function insertHandovers(tx: Db, orderId: string, lines: Lines): Promise<void> {
  const pages = lines
    .filter(({ offer }) => offer.kind === 'product')
    .map(({ offer }) => offer.page.id)
  const rows = [...new Set(pages)].map((pageId) => ({ orderId, pageId, kind: 'pickup' as const }))
  if (rows.length > 0) await tx.insert(handovers).values(rows)
}
