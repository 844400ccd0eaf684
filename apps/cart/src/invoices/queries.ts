import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { invoices } from '@rose-ash/shared/db/models/cart-invoices'
import { NotFound } from '@rose-ash/shared/errors'
import { InvoiceContent } from './content.ts'

export interface OrderPaper {
  id: string
  kind: InvoiceContent['kind']
  number: string
  issuedAt: Date
  /** On the cart's origin, without the key that guests need. */
  path: string
}

/** An order's invoice and its credit notes, the first one first. */
export async function papersOf(db: Db, orderId: string): Promise<OrderPaper[]> {
  const rows = await db
    .select()
    .from(invoices)
    .where(eq(invoices.orderId, orderId))
    .orderBy(asc(invoices.id))
  return rows.map(({ id, kind, year, number, issuedAt }) => ({
    id,
    kind,
    number: `${year}-${String(number).padStart(4, '0')}`,
    issuedAt,
    path:
      kind === 'invoice'
        ? `/orders/${orderId}/invoice.pdf`
        : `/orders/${orderId}/credit-notes/${id}.pdf`,
  }))
}

/** What an order's invoice says, or with an id one of its credit notes. @throws {NotFound} */
export async function contentOf(
  db: Db,
  { orderId, creditNoteId }: { orderId: string; creditNoteId?: string | undefined },
): Promise<InvoiceContent> {
  const which = creditNoteId
    ? and(eq(invoices.kind, 'credit_note'), eq(invoices.id, creditNoteId))
    : eq(invoices.kind, 'invoice')
  const [row] = await db
    .select({ content: invoices.content })
    .from(invoices)
    .where(and(eq(invoices.orderId, orderId), which))
  if (!row) throw new NotFound(creditNoteId ? 'credit note' : 'invoice')
  return InvoiceContent.parse(row.content)
}
