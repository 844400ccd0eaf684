import type { Column, Db, SQL } from '../db/index.ts'
import type { Offer } from './offers.ts'
import type { Thing } from './things.ts'

/** A pick-up of an order window. `key` names it for as long as it is there. */
export interface Pickup {
  key: string
  title: string
  place: string
  startsAt: Date
  endsAt: Date
}

/** What the other domains may ask of the market. */
export interface MarketService {
  /**
   * A variant as it can be bought now, or null when there is none, as a column of the statement that
   * names it: whoever reads lines of a basket reads their offers with them.
   *
   * @param member whether members' prices are asked for.
   */
  offer(variantId: Column | SQL, member: boolean | SQL<boolean>): SQL<Offer | null>
  /**
   * Where and when what is ordered of these variants now is handed out: the pick-ups, still to come, of
   * the open windows of their markets, the next one first.
   */
  pickups(db: Db, variantIds: string[]): Promise<Pickup[]>
  /** The sizes that are sold on these pages, by name; 500 at most. */
  sizesOf(db: Db, pageIds: string[]): Promise<{ id: string; title: string }[]>
  /** Up to ten published products, or markets, whose title has these words. */
  find(db: Db, kind: 'product' | 'market', words: string): Promise<Thing[]>
  /** Where a market is below the app's origin, or null, as a column of the statement that names it. */
  path(marketId: Column | SQL): SQL<string | null>
}
