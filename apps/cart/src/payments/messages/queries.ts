import { and, desc, eq, lt } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { payments, providerMessages } from '@rose-ash/shared/db/models/cart-payments'

const pageSize = 50

/** What was said about a merchant, newest first, with the order that a payment was for. */
export interface MessageRow {
  message: typeof providerMessages.$inferSelect
  order: { id: string; number: number } | null
}

/**
 * A page of a merchant's messages: those older than `before`, or the newest.
 *
 * @returns `next` is what to ask the following page with; null when there is none.
 */
export async function messagesOf(
  db: Db,
  { merchantCode, before }: { merchantCode: string; before: number | undefined },
): Promise<{ rows: MessageRow[]; next: number | null }> {
  const older = before === undefined ? undefined : lt(providerMessages.id, before)
  const found = await db
    .select({ message: providerMessages, order: { id: orders.id, number: orders.number } })
    .from(providerMessages)
    .leftJoin(payments, eq(payments.reference, providerMessages.reference))
    .leftJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(providerMessages.merchantCode, merchantCode), older))
    .orderBy(desc(providerMessages.id))
    .limit(pageSize + 1)
  const rows = found.slice(0, pageSize)
  return { rows, next: found.length > pageSize ? (rows.at(-1)?.message.id ?? null) : null }
}
