import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { payments, refundLines, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { handovers, packings } from '@rose-ash/shared/db/models/cart-terms'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { priceOrder } from '../../pricing/price-order.ts'
import { readSale } from '../../orders/sale.ts'
import { saleEntries } from '../enter-sale.ts'
import { postEntries } from '../post-entry.ts'
import { cooperativeId, orderOf } from '../read-order.ts'

export interface LineToSell {
  pageId: string
  kind?: 'product' | 'ticket' | 'donation'
  unitMinor: number
  quantity?: number
  rate?: number
  suggestedMinor?: number
}

export interface OrderToSell {
  lines: LineToSell[]
  handovers?: { pageId: string; feeMinor: number; rate?: number }[]
  personId?: string | null
  terms?: 'online' | 'on_account' | 'on_pickup' | 'free'
  merchantId?: string
  creditMinor?: number
}

/** An order as the checkout writes one, priced by the same rules. */
export async function anOrder(db: Db, draft: OrderToSell) {
  const lines = draft.lines.map((line) => ({
    key: randomUUID(),
    itemId: randomUUID(),
    kind: line.kind ?? ('product' as const),
    pageId: line.pageId,
    unitMinor: line.unitMinor,
    quantity: line.quantity ?? 1,
    taxRateBasisPoints: line.rate ?? 0,
    suggestedMinor: line.suggestedMinor ?? null,
  }))
  const fees = (draft.handovers ?? []).map(({ rate = 0, ...fee }) => ({
    ...fee,
    taxRateBasisPoints: rate,
  }))
  const priced = priceOrder({ lines, vouchers: [], fees })
  const [order] = await db
    .insert(orders)
    .values({
      requestKey: randomUUID(),
      accessKey: randomUUID(),
      merchantId: draft.merchantId ?? (await cooperativeId(db)),
      personId: draft.personId ?? null,
      email: 'tom@rose-ash.example',
      name: 'Tom Bell',
      state: 'paid',
      terms: draft.terms ?? 'online',
      currency: 'GBP',
      itemsMinor: priced.itemsMinor,
      feesMinor: priced.feesMinor,
      totalMinor: priced.totalMinor,
      taxMinor: priced.taxMinor,
      creditMinor: draft.creditMinor ?? 0,
      placedAt: new Date(),
      paidAt: new Date(),
    })
    .returning()
  if (!order) throw new Error('no order')
  for (const [place, fee] of fees.entries()) {
    const taxMinor = priced.fees[place]?.taxMinor ?? 0
    await db.insert(handovers).values({ ...fee, orderId: order.id, kind: 'pickup', taxMinor })
  }
  const taxed = lines.map(({ key: _key, ...line }, place) => ({
    ...line,
    taxMinor: priced.lines[place]?.taxMinor ?? 0,
  }))
  return { order, lines: await insertLines(db, order.id, taxed) }
}

type NewLine = Omit<typeof orderLines.$inferInsert, 'orderId' | 'title' | 'supplyId'>

async function insertLines(db: Db, orderId: string, lines: NewLine[]) {
  const rows = []
  for (const line of lines) {
    const [supply] =
      line.kind === 'donation' ? [] : await db.insert(supplies).values({}).returning()
    const supplyId = supply?.id ?? null
    rows.push(
      ...(await db
        .insert(orderLines)
        .values({ ...line, orderId, supplyId, title: 'Bread' })
        .returning()),
    )
  }
  return rows
}

/** A payment that came. */
export async function aPayment(
  db: Db,
  order: typeof orders.$inferSelect,
  values: Partial<typeof payments.$inferInsert> = {},
) {
  const attempt = (await db.$count(payments, sql`order_id = ${order.id}`)) + 1
  const [payment] = await db
    .insert(payments)
    .values({
      orderId: order.id,
      attempt,
      merchantId: order.merchantId,
      reference: randomUUID(),
      webhookKey: randomUUID(),
      merchantCode: 'MTEST',
      amountMinor: order.totalMinor - order.creditMinor,
      currency: order.currency,
      state: 'paid',
      transactionCode: randomUUID().slice(0, 10).toUpperCase(),
      validUntil: new Date(),
      paidAt: new Date(),
      ...values,
    })
    .returning()
  if (!payment) throw new Error('no payment')
  return payment
}

export interface RefundToMake {
  orderId: string
  paymentId?: string
  amountMinor: number
  lines?: { lineId: string; amountMinor: number }[]
  method?: 'provider' | 'credit' | 'cash'
  reason?: (typeof refunds.$inferInsert)['reason']
}

/** A refund that is decided. */
export async function aRefund(db: Db, { lines = [], ...refund }: RefundToMake): Promise<string> {
  const { paymentId = null } = refund
  const ordinal = (await db.$count(refunds, sql`order_id = ${refund.orderId}`)) + 1
  const [row] = await db
    .insert(refunds)
    .values({
      ...refund,
      paymentId,
      ordinal: paymentId === null ? null : ordinal,
      requestKey: randomUUID(),
      currency: 'GBP',
      reason: refund.reason ?? 'returned',
      method: refund.method ?? 'provider',
    })
    .returning()
  if (!row) throw new Error('no refund')
  for (const line of lines) {
    await db.insert(refundLines).values({ ...line, refundId: row.id, quantity: 0 })
  }
  return row.id
}

export async function aPacking(db: Db, lineId: string, adjustedMinor: number): Promise<string> {
  const [row] = await db
    .insert(packings)
    .values({ lineId, adjustedMinor, packedAmount: 900 })
    .returning()
  return row?.id ?? ''
}

/** A page's own merchant. */
export async function aMerchant(db: Db, pageId: string): Promise<string> {
  const [row] = await db
    .insert(merchants)
    .values({ pageId, name: 'Own', merchantCode: randomUUID(), sealedCredentials: 'sealed' })
    .returning()
  return row?.id ?? ''
}

/** Every account of these orders that is not at zero, as `kind:detail` (of `owner`, where given). */
export async function leftOn(db: Db, orderIds: string[]): Promise<Record<string, number>> {
  const { rows } = await db.execute<{ name: string; left: number }>(sql`
    select account.kind || case account.detail when '' then '' else ':' || account.detail end as name,
      sum(posting.amount_minor)::float8 as left
    from ledger.entries entry join ledger.postings posting on posting.entry_id = entry.id
    join ledger.accounts account on account.id = posting.account_id
    where entry.order_id = any(${sql.param(orderIds)}::uuid[])
    group by 1 having sum(posting.amount_minor) <> 0 order by 1`)
  return Object.fromEntries(rows.map(({ name, left }) => [name, left]))
}

/** Enters an order as sold, as the transaction does in which it is paid. */
export async function enterSale(tx: Db, orderId: string): Promise<void> {
  await postEntries(tx, await saleEntries(tx, await readSale(tx, await orderOf(tx, orderId))))
}
