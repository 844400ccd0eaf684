import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { fromMajor, type Money } from '@rose-ash/shared/money'

/** What is offered to who gives; any other amount can be typed. */
export function giftAmounts(currency: string): Money[] {
  return [2, 5, 10].map((amount) => fromMajor(amount, currency))
}

/** Which of these pages ask for gifts. */
export async function askForGifts(db: Db, pageIds: string[]): Promise<ReadonlySet<string>> {
  if (pageIds.length === 0) return new Set()
  const rows = await db
    .select({ pageId: sellers.pageId })
    .from(sellers)
    .where(and(inArray(sellers.pageId, pageIds), eq(sellers.donations, true)))
  return new Set(rows.map(({ pageId }) => pageId))
}

/** The cache tag of what asks for a gift to this page. */
export const giveTag = (pageId: string): string => `give:${pageId}`
