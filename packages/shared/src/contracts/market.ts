import type { Db } from '../db/index.ts'
import type { Offer } from './offers.ts'

/** What the other domains may ask of the market. */
export interface MarketService {
  /** The variants with these ids as they can be bought now; unknown ones are left out. */
  offers(db: Db, variantIds: string[]): Promise<Offer[]>
}
