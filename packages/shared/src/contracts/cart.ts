import type { Db } from '../db/index.ts'

/** What the other domains may ask of the cart. */
export interface CartService {
  /**
   * Moves a guest's basket into the person's at sign-in: quantities of the same item are added up
   * to 99. Asked twice, the second call finds nothing to move.
   */
  mergeBasket(db: Db, owners: { visitorId: string; personId: string }): Promise<void>
}
