import type { Db } from '../db/index.ts'

/** Whether those who pay more carry those who pay less. Never who paid what. */
export interface EvensOut {
  /** What came beyond what was suggested, in minor units; below zero, what is missing. */
  balance: { amount: number; currency: string }
  /** Buyers who paid more in all, as suggested, and less. */
  more: number
  asSuggested: number
  less: number
}

/** Why the cart needs a page: orders name it, money of its own, terms it sells on, vouchers. */
export type PageTie = 'orders' | 'merchant' | 'terms' | 'vouchers'

/** What the other domains may ask of the cart. */
export interface CartService {
  /**
   * Moves a guest's basket into the person's at sign-in: quantities of the same item are added up
   * to 99. Asked twice, the second call finds nothing to move.
   */
  mergeBasket(db: Db, owners: { visitorId: string; personId: string }): Promise<void>
  /**
   * How many of each variant are in orders that were paid after `from` (null: ever) and until `until`,
   * and are still paid. A variant that nobody bought is not in it.
   */
  orderedUnits(
    db: Db,
    variantIds: string[],
    span: { from: Date | null; until: Date },
  ): Promise<Map<string, number>>
  /**
   * Whether the prices that buyers chose for these items even out, over everything sold and not given
   * back; null while fewer than three bought, as one could tell who paid what.
   */
  evensOut(db: Db, itemIds: string[]): Promise<EvensOut | null>
  /** What of the cart's names this page, each once, by name; while there is any, it cannot be deleted. */
  pageTies(db: Db, pageId: string): Promise<PageTie[]>
}
