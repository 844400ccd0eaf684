import { randomUUID } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import { expect, vi } from 'vitest'
import type { Db } from '@rose-ash/shared/db'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { aPerson } from '@rose-ash/shared/testing'
import { balanceOf } from '../../ledger/members.ts'
import { settlePayment } from '../../payments/settle-payment.ts'
import { startPayment } from '../../payments/start-payment.ts'
import { moneyMoved, press, type TestShop } from '../../testing/start-shop.ts'
import { payIn } from '../pay-in.ts'

/** What members do who pay in, and what a test reads of it afterwards. */
export function payingInOf(db: Db, shop: TestShop) {
  return { anOrderOfCredit, aPaidIn, settle, allSent, movedFor }

  async function anOrderOfCredit(amountMinor: number, requestKey = randomUUID(), who?: string) {
    const personId = who ?? (await aPerson(db)).id
    const buyer = { personId, name: 'Tom Bell', email: 'tom@rose-ash.example' }
    const { id: orderId } = await payIn(db, shop, { ...buyer, amountMinor, requestKey })
    return { orderId, personId }
  }

  async function aPaidIn(amountMinor: number) {
    const made = await anOrderOfCredit(amountMinor)
    await press(await startPayment(db, shop, made.orderId), 'pay')
    await settle(made.orderId)
    expect(await balanceOf(db, made.personId, 'GBP')).toBe(-amountMinor)
    return made
  }

  async function settle(orderId: string): Promise<void> {
    const [last] = await db
      .select()
      .from(payments)
      .where(eq(payments.orderId, orderId))
      .orderBy(desc(payments.attempt))
    await settlePayment(db, shop, last?.id ?? '')
  }

  /** The cart's own worker sends them, as it does with others. */
  function allSent(orderId: string): Promise<void> {
    return vi.waitFor(
      async () => {
        const asked = await db.select().from(refunds).where(eq(refunds.orderId, orderId))
        expect(asked.map(({ state }) => state)).toEqual(['done'])
      },
      { timeout: 60_000, interval: 50 },
    )
  }

  /** What the provider took and gave back for this order. */
  async function movedFor(orderId: string) {
    const { charges, refunds: back } = await moneyMoved(shop)
    const own = ({ reference }: { reference: string }) => reference.startsWith(orderId)
    return { charges: charges.filter(own), refunds: back.filter(own) }
  }
}
