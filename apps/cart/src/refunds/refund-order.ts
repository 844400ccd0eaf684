import { asc, eq, sql } from 'drizzle-orm'
import { letsIn } from '@rose-ash/shared/contracts/events'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import {
  type refundMethods,
  type refundReasons,
  refunds,
} from '@rose-ash/shared/db/models/cart-payments'
import { returnGoods, type Want } from '@rose-ash/shared/services/holds'
import { balanceOf } from '../ledger/members.ts'
import { buyerOf } from '../ledger/read-order.ts'
import { changeState, lockOrder, type Order, soldStates } from '../orders/change-state.ts'
import type { Shop } from '../shop.ts'
import type { Refund } from './ask-refund.ts'
import { AlreadyRefunded, IsCreditAlready, NothingToRefund, NotRefundable } from './errors.ts'
import { giveBack } from './give-back.ts'
import { type PlannedLine, whatIsLeft } from './split-refund.ts'
import { lineTotal } from '../pricing/line-total.ts'

export interface RefundOrder {
  orderId: string
  /** Comes with the form: sent twice, it refunds once. */
  requestKey: string
  /** What goes back; undefined for all that is left of the order, with its fees. */
  lines: WantedRefund[] | undefined
  reason: (typeof refundReasons)[number]
  /** Told to the buyer. */
  message: string
  /** `provider`: to the card it came from, and what came another way to the member's balance. */
  method: (typeof refundMethods)[number]
  personId: string | undefined
}

export interface WantedRefund {
  lineId: string
  /** How many come back: onto the shelf, and their tickets and bookings are void. */
  quantity: number
  /** How much goes back; undefined for the price of `quantity` of it. */
  amountMinor?: number | undefined
}

/**
 * Refunds an order, whole or by line: stock, tickets and bookings follow, the ledger and a credit note say so,
 * and a job sends the money. With all of its money its vouchers go back, too, and what cost nothing is
 * taken back whole; of credit goes back what was not spent. All is decided in one transaction; asked twice, it is done once.
 *
 * @throws {NotRefundable} when nobody paid it, or all went back.
 * @throws {NothingToRefund} when no money would go back.
 * @throws {IsCreditAlready} when credit would go back as credit; {AccountLimit} when it is spent at the same moment.
 * @throws {AlreadyRefunded} when more of a line is asked for than is left.
 */
export async function refundOrder(db: Db, shop: Shop, asked: RefundOrder): Promise<Refund[]> {
  return db.transaction(async (tx) => {
    const order = await lockOrder(tx, asked.orderId)
    const known = await tx.select().from(refunds).where(eq(refunds.requestKey, asked.requestKey))
    // Of what cost nothing there is no refund to be known by: its state says that this was done.
    if (known.length > 0 || isTakenBack(order, asked)) return known
    if (!soldStates.some((state) => state === order.state)) throw new NotRefundable()
    if (order.kind === 'credit' && asked.method === 'credit') throw new IsCreditAlready()
    const lines = await tx
      .select()
      .from(orderLines)
      .where(eq(orderLines.orderId, order.id))
      .orderBy(asc(orderLines.id))
    const plan = planOf(lines, asked.lines)
    const left = await whatIsLeft(tx, order)
    const amountMinor = asked.lines ? sumOf(plan) : Math.min(left, await unspent(tx, order))
    const isFree = !asked.lines && left === 0
    if (amountMinor <= 0 && !isFree) throw new NothingToRefund()
    if (amountMinor > left) throw new AlreadyRefunded()
    await takeBack(tx, shop, plan)
    const isWhole = amountMinor === left
    await changeState(tx, order, {
      to: isWhole ? 'refunded' : 'partly_refunded',
      reason: asked.message || asked.reason,
      personId: asked.personId,
    })
    const made = await giveBack(tx, shop, { ...asked, order, plan, amountMinor, isWhole })
    await returnGoods(tx, order.id, goodsOf(plan))
    return made
  })
}

/** What of credit that was paid in can go back: no more than the member has. Of other orders anything. */
async function unspent(tx: Db, order: Order): Promise<number> {
  if (order.kind !== 'credit') return Infinity
  const buyer = await buyerOf(tx, order)
  return buyer ? Math.max(0, -(await balanceOf(tx, buyer, order.currency))) : 0
}

/** Whether the buyer cancelled it before: that request has the order's own key. */
const isTakenBack = (order: Order, { requestKey }: RefundOrder): boolean =>
  order.state === 'refunded' && order.requestKey === requestKey

type Line = typeof orderLines.$inferSelect

function planOf(lines: Line[], wanted: WantedRefund[] | undefined): PlannedLine[] {
  const all = lines.map((line) => ({
    lineId: line.id,
    quantity: line.quantity - line.returnedQuantity,
  }))
  const asked: WantedRefund[] = wanted ?? all
  return asked.map(({ lineId, quantity, ...want }) => {
    const line = lines.find(({ id }) => id === lineId)
    if (!line || quantity > line.quantity - line.returnedQuantity) throw new AlreadyRefunded()
    const rest = soldFor(line) - line.refundedMinor
    const amountMinor = want.amountMinor ?? priceOf(line, quantity)
    if (amountMinor > rest) throw new AlreadyRefunded()
    return { line, quantity, amountMinor }
  })
}

/** What so many of a line cost: the last one takes what is left, so that all of them are the line. */
export function priceOf(line: Line, quantity: number): number {
  const total = soldFor(line)
  const leftAfter = line.quantity - line.returnedQuantity - quantity
  const keep = Math.floor((total * leftAfter) / line.quantity)
  return Math.max(0, total - line.refundedMinor - keep)
}

/** What a line cost, less what packing took off. */
const soldFor = (line: Line): number => lineTotal(line) + Math.min(0, line.adjustedMinor)

const sumOf = (plan: PlannedLine[]): number =>
  plan.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

/** What goes back onto the shelf. */
const goodsOf = (plan: PlannedLine[]): Want[] =>
  plan.flatMap(({ line: { supplyId }, quantity }) =>
    supplyId && quantity > 0 ? [{ supplyId, quantity }] : [],
  )

async function takeBack(tx: Db, shop: Shop, plan: PlannedLine[]): Promise<void> {
  for (const { line, quantity, amountMinor } of plan) {
    await tx
      .update(orderLines)
      .set({
        returnedQuantity: sql`${orderLines.returnedQuantity} + ${quantity}`,
        refundedMinor: sql`${orderLines.refundedMinor} + ${amountMinor}`,
      })
      .where(eq(orderLines.id, line.id))
  }
  const back = plan.filter(({ quantity }) => quantity > 0)
  await shop.services.events.voidTickets(
    tx,
    back
      .filter(({ line }) => letsIn(line.kind))
      .map(({ line, quantity }) => ({
        orderLineId: line.id,
        keep: line.quantity - line.returnedQuantity - quantity,
      })),
  )
}
