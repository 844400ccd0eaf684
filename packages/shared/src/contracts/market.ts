import type { Column, SQL } from '../db/index.ts'
import type { Offer } from './offers.ts'

/** What the other domains may ask of the market. */
export interface MarketService {
  /**
   * A variant as it can be bought now, or null when there is none, as a column of the statement that
   * names it: whoever reads lines of a basket reads their offers with them.
   */
  offer(variantId: Column | SQL): SQL<Offer | null>
}
