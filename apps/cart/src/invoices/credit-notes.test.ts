import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { refundLines, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { invoices } from '@rose-ash/shared/db/models/cart-invoices'
import { createServices } from '@rose-ash/shared/services/registry'
import { aPage, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { lockOrder } from '../orders/change-state.ts'
import { theCooperative } from '../testing/merchants.ts'
import { InvoiceContent } from './content.ts'
import { issueCreditNote } from './issue-credit-note.ts'
import { issueFor } from './testing/issue.ts'
import { aPaidOrder, ownMerchant } from './testing/a-paid-order.ts'

const { db, url } = await testDatabase()
const config = testConfig('cart', { databaseUrl: url })
const shop = {
  config,
  services: createServices({ origins: config.origins, handle: 'rose', admins: [] }),
}
const ours = await theCooperative(db)
const page = await aPage(db)
const year = new Date().getFullYear()

const aMerchant = async () => {
  const { id: pageId } = await aPage(db)
  const [row] = await db.insert(merchants).values(ownMerchant(pageId)).returning()
  if (!row) throw new Error('an insert answers its row')
  return { merchantId: row.id, pageId }
}
const issue = (orderId: string) => db.transaction((tx) => issueFor(tx, shop, orderId))
const numbersOf = async (merchantId: string) => {
  const rows = await db
    .select({ number: invoices.number })
    .from(invoices)
    .where(eq(invoices.merchantId, merchantId))
    .orderBy(asc(invoices.number))
  return rows.map(({ number }) => number)
}
const contentOf = async (id: string | null) => {
  const [row] = await db
    .select()
    .from(invoices)
    .where(eq(invoices.id, id ?? ''))
  return InvoiceContent.parse(row?.content)
}

describe('a credit note', () => {
  const refund = async (
    orderId: string,
    amountMinor: number,
    lines: { lineId: string; quantity: number; amountMinor: number }[] = [],
    reason: 'returned' | 'double' = 'returned',
  ) => {
    const [row] = await db
      .insert(refunds)
      .values({
        orderId,
        amountMinor,
        reason,
        requestKey: randomUUID(),
        currency: 'GBP',
        method: 'cash',
      })
      .returning()
    if (!row) throw new Error('an insert answers its row')
    if (lines.length > 0) {
      await db.insert(refundLines).values(lines.map((line) => ({ refundId: row.id, ...line })))
    }
    return row.id
  }
  const note = (refundId: string) =>
    db.transaction(async (tx) => {
      const [refunded] = await tx.select().from(refunds).where(eq(refunds.id, refundId))
      await lockOrder(tx, refunded?.orderId ?? '')
      return issueCreditNote(tx, shop, refundId)
    })

  it('has the next number, and what came back with its tax, once', async () => {
    const merchant = await aMerchant()
    const { order, lines } = await aPaidOrder(db, merchant)
    await issue(order.id)
    const [, mug] = lines
    const back = [{ lineId: mug?.id ?? '', quantity: 1, amountMinor: 2160 }]
    const refundId = await refund(order.id, 2160, back)

    const [id, again] = await Promise.all([note(refundId), note(refundId)])

    expect(again).toBe(id)
    expect(await numbersOf(merchant.merchantId)).toEqual([1, 2])
    expect(await contentOf(id)).toMatchObject({
      kind: 'credit_note',
      number: `${year}-0002`,
      seller: { name: 'The Mill', address: ['1 Weir Row'], taxNumber: 'GB 9' },
      lines: [{ title: 'A mug', quantity: 1, totalMinor: 2160, taxMinor: 360 }],
      fees: [],
      totalMinor: 2160,
      taxes: [{ rateBasisPoints: 2000, netMinor: 1800, taxMinor: 360, grossMinor: 2160 }],
      paid: [{ how: 'cash', amountMinor: 2160, at: null }],
      corrects: { number: `${year}-0001`, why: 'Something came back.' },
    })
  })

  it('gives back fees with their tax, and what is for no thing over all rates', async () => {
    const { order } = await aPaidOrder(db, { merchantId: ours, pageId: page.id })
    await issue(order.id)

    const fee = await contentOf(await note(await refund(order.id, 300)))
    const some = await contentOf(await note(await refund(order.id, 2110)))

    expect(fee.fees).toEqual([
      { title: 'By bicycle', totalMinor: 300, rateBasisPoints: 2000, taxMinor: 50 },
    ])
    expect(some.taxes).toEqual([
      { rateBasisPoints: 0, netMinor: 880, taxMinor: 0, grossMinor: 880 },
      { rateBasisPoints: 2000, netMinor: 1025, taxMinor: 205, grossMinor: 1230 },
    ])
  })

  it('is not written for what was paid twice, nor where there is no invoice', async () => {
    const { order } = await aPaidOrder(db, { merchantId: ours, pageId: page.id })
    expect(await note(await refund(order.id, 100))).toBe(null)

    await issue(order.id)
    expect(await note(await refund(order.id, 4220, [], 'double'))).toBe(null)
  })
})
