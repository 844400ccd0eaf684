import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders, type paymentTerms } from '@rose-ash/shared/db/models/cart'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { handovers, voucherUses } from '@rose-ash/shared/db/models/cart-terms'
import { enterCredit } from '../ledger/enter-credit.ts'
import { balanceOf, spendable } from '../ledger/members.ts'
import { extendHolds, SoldOut } from '@rose-ash/shared/services/holds'
import { changeState, lockOrder, type Order } from '../orders/change-state.ts'
import { completeOrder } from '../orders/complete-order.ts'
import { readSale } from '../orders/sale.ts'
import { secureGoods } from '../orders/secure-goods.ts'
import type { Shop } from '../shop.ts'
import { renameUses } from '../vouchers/use-vouchers.ts'
import { holdMinutes } from './begin-checkout.ts'
import { AddressNeeded, HoldOver, NotOnThoseTerms, TotalChanged } from './errors.ts'

export type PaymentTerms = (typeof paymentTerms)[number]

export interface Placing {
  orderId: string
  /** Undefined for a guest. */
  personId: string | undefined
  email: string
  name: string
  note: string
  /** The total the buyer saw. */
  totalMinor: number
  terms: PaymentTerms
  /** Whether the member's prepaid balance pays for what it can. */
  useCredit: boolean
}

/**
 * Turns a draft into an order. What is paid online waits another 15 minutes to be paid; what costs
 * nothing, or is paid from the member's balance or on account, is theirs at once; what is paid at the
 * pick-up is kept for them. Sent twice, both answer the same order. Who signed in on the way and has
 * another draft of this merchant by now keeps that.
 *
 * @throws {TotalChanged} when the total is not what the buyer saw.
 * @throws {HoldOver} when the draft's time is over.
 * @throws {AddressNeeded} when something is delivered, and nobody said where to.
 * @throws {NotOnThoseTerms} when the pages do not sell on such terms, or not to guests.
 * @throws {VoucherGone} when a voucher cannot be used by this buyer.
 */
export async function placeOrder(db: Db, shop: Shop, placing: Placing): Promise<Order> {
  return db.transaction(async (tx) => {
    const draft = await lockOrder(tx, placing.orderId)
    if (draft.state !== 'draft') return draft
    if (draft.heldUntil && draft.heldUntil <= new Date()) throw new HoldOver()
    if (draft.totalMinor !== placing.totalMinor) throw new TotalChanged()
    if (await lacksAddress(tx, draft.id)) throw new AddressNeeded()
    const offered = await termsOf(tx, draft, placing.personId)
    const terms = draft.totalMinor === 0 ? 'free' : placing.terms
    if (terms !== 'free' && !offered.includes(terms)) throw new NotOnThoseTerms()
    const creditMinor = await creditFor(tx, draft, { ...placing, terms })
    const order = await writePlaced(tx, draft, { ...placing, terms, creditMinor })
    await forgetCodes(tx, order)
    if (creditMinor > 0) await enterCredit(tx, order.id)
    await renameUses(tx, { orderId: order.id, email: order.email })
    return creditMinor === order.totalMinor
      ? settleAtOnce(tx, shop, order)
      : waitForMoney(tx, order)
  })
}

async function lacksAddress(tx: Db, orderId: string): Promise<boolean> {
  const { kind, address } = handovers
  const rows = await tx
    .select({ id: handovers.id })
    .from(handovers)
    .where(and(eq(handovers.orderId, orderId), eq(kind, 'delivery'), isNull(address)))
    .limit(1)
  return rows.length > 0
}

/** The terms on which this buyer may pay this order. */
export async function termsOf(
  db: Db,
  order: Order,
  personId: string | undefined,
): Promise<PaymentTerms[]> {
  const pages = await db
    .select({
      kind: orderLines.kind,
      onAccount: sql<boolean>`coalesce(${sellers.onAccount}, false)`,
      onPickup: sql<boolean>`coalesce(${sellers.onPickup}, false)`,
    })
    .from(orderLines)
    .leftJoin(sellers, eq(sellers.pageId, orderLines.pageId))
    .where(eq(orderLines.orderId, order.id))
  const handed = pages.every(({ kind, onPickup }) => onPickup && kind === 'product')
  const may = personId !== undefined && pages.every((page) => page.onAccount)
  const onAccount = may && (await spendable(db, personId, order.currency)) >= order.totalMinor
  return [
    'online',
    ...(onAccount ? (['on_account'] as const) : []),
    ...(handed ? (['on_pickup'] as const) : []),
  ]
}

async function creditFor(tx: Db, draft: Order, placing: Placing): Promise<number> {
  const { personId, terms, useCredit } = placing
  if (terms === 'on_account') return draft.totalMinor
  if (!personId || !useCredit || terms !== 'online') return 0
  const creditMinor = -(await balanceOf(tx, personId, draft.currency))
  return Math.max(0, Math.min(creditMinor, draft.totalMinor))
}

async function writePlaced(
  tx: Db,
  draft: Order,
  { personId, email, name, note, terms, creditMinor }: Placing & { creditMinor: number },
): Promise<Order> {
  const [order] = await tx
    .update(orders)
    .set({
      email,
      name,
      note,
      terms,
      creditMinor,
      personId: draft.personId ?? personId ?? null,
      placedAt: sql`now()`,
    })
    .where(eq(orders.id, draft.id))
    .returning()
  if (!order) throw new Error('the order is locked')
  return order
}

/**
 * The codes of the order's vouchers leave the basket: they are used. A guest's basket is locked before a
 * person's, as when the two become one.
 */
async function forgetCodes(tx: Db, { id, personId, visitorId }: Order): Promise<void> {
  const used = tx
    .select({ id: voucherUses.voucherId })
    .from(voucherUses)
    .where(eq(voucherUses.orderId, id))
  await tx.execute(sql`update cart.baskets set voucher_codes = (
      select coalesce(array_agg(code), '{}') from unnest(voucher_codes) code
      where code::citext not in (select v.code from cart.vouchers v where v.id in ${used}))
    from (select id as own_id from cart.baskets
      where (person_id = ${personId} or visitor_id = ${visitorId}) and voucher_codes <> '{}'
      order by visitor_id nulls last for update) own
    where id = own_id`)
}

async function settleAtOnce(tx: Db, shop: Shop, order: Order): Promise<Order> {
  const reason = order.totalMinor === 0 ? 'nothing to pay' : 'on account'
  if (!(await completeOrder(tx, shop, order, reason))) throw new HoldOver()
  return lockOrder(tx, order.id)
}

async function waitForMoney(tx: Db, order: Order): Promise<Order> {
  await changeState(tx, order, { to: 'awaiting_payment', reason: 'ordered' })
  if (order.terms === 'on_pickup') {
    await tx.update(orders).set({ heldUntil: null }).where(eq(orders.id, order.id))
    await secureGoods(tx, await readSale(tx, order)).catch(asHoldOver)
  } else {
    await holdAnew(tx, order.id)
  }
  return lockOrder(tx, order.id)
}

function asHoldOver(error: unknown): never {
  throw error instanceof SoldOut ? new HoldOver() : error
}

/** Paying has its own 15 minutes. */
async function holdAnew(tx: Db, orderId: string): Promise<void> {
  const until = new Date(Date.now() + holdMinutes * 60_000)
  await tx.update(orders).set({ heldUntil: until }).where(eq(orders.id, orderId))
  await extendHolds(tx, orderId, until)
}
