import type { Db } from '@rose-ash/shared/db'
import { orderNotes } from '@rose-ash/shared/db/models/cart-terms'
import { type Clerk, orderFor } from '../clerk.ts'

/** Writes a note on an order that no buyer ever sees. @throws {NotFound} */
export async function addNote(
  db: Db,
  { clerk, orderId, text }: { clerk: Clerk; orderId: string; text: string },
): Promise<void> {
  await orderFor(db, clerk, orderId)
  await db.insert(orderNotes).values({ orderId, personId: clerk.personId, text })
}
