import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { fromMajor, type Money } from '@rose-ash/shared/money'

/** What is offered to who gives; any other amount can be typed. */
export function giftAmounts(currency: string): Money[] {
  return [2, 5, 10].map((amount) => fromMajor(amount, currency))
}

/** Whether this page asks for gifts. */
export async function pageAsksForGifts(db: Db, pageId: string): Promise<boolean> {
  return (
    (await db.$count(sellers, and(eq(sellers.pageId, pageId), eq(sellers.donations, true)))) > 0
  )
}

/** The cache tag of what asks for a gift to this page. */
export const giveTag = (pageId: string): string => `give:${pageId}`
