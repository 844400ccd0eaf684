import type { Db } from '../db/index.ts'

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
}
