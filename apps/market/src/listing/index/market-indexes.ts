import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import type { Db } from '@rose-ash/shared/db'
import { ListingIndex } from './listing-index.ts'
import { readAllRows, readSomeRows } from './read-rows.ts'

const BELIEVED_MS = 250
/** Changes older than a day are dropped; who has not looked for half of one begins anew. */
const BEHIND_MS = 12 * 60 * 60 * 1_000
/** So many are put in before others have their turn: some milliseconds. */
const AT_ONCE = 1_000
const MOST_MARKETS = 32
const MOST_PRODUCTS = 400_000

interface Held {
  index: ListingIndex
  /** Transactions from here on may have changes that are not in the index yet. */
  since: string
  /** Changes of those transactions that are in it already. */
  seen: Set<number>
  askedAt: number
}

/**
 * The listing of each market that is looked at, in the memory of this process, and never more than a
 * quarter of a second behind the database.
 */
export class MarketIndexes {
  readonly #db: Db
  readonly #now: () => number
  readonly #held = new LRUCache<string, Held>({
    max: MOST_MARKETS,
    maxSize: MOST_PRODUCTS,
    sizeCalculation: ({ index }) => index.size + 1,
  })
  readonly #flights = new Map<string, Promise<ListingIndex>>()

  constructor(db: Db, now: () => number = Date.now) {
    this.#db = db
    this.#now = now
  }

  /** The market's listing. Whoever asks while it is read waits for the same reading. */
  async of(marketId: string): Promise<ListingIndex> {
    const held = this.#held.get(marketId)
    if (held && this.#now() - held.askedAt < BELIEVED_MS) return held.index
    let flight = this.#flights.get(marketId)
    if (!flight) {
      flight = this.#bringUp(marketId, held).finally(() => this.#flights.delete(marketId))
      this.#flights.set(marketId, flight)
    }
    return flight
  }

  async #bringUp(marketId: string, held: Held | undefined): Promise<ListingIndex> {
    const now = this.#now()
    if (held && now - held.askedAt < BEHIND_MS) {
      await this.#follow(marketId, held)
      held.askedAt = now
      return held.index
    }
    const fresh = await this.#load(marketId, now)
    this.#held.set(marketId, fresh)
    return fresh.index
  }

  async #load(marketId: string, askedAt: number): Promise<Held> {
    const { since } = await readChanges(this.#db, marketId, undefined)
    const index = new ListingIndex()
    for await (const rows of readAllRows(this.#db, marketId)) {
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        index.add(rows.slice(from, from + AT_ONCE))
        await nextTurn()
      }
    }
    await index.settle()
    const held = { index, since, seen: new Set<number>(), askedAt }
    await this.#follow(marketId, held)
    return held
  }

  /** Reads what changed first and the products after it, so nothing falls between the two. */
  async #follow(marketId: string, held: Held): Promise<void> {
    const { since, changes } = await readChanges(this.#db, marketId, held.since)
    const unseen = changes.filter(({ id }) => !held.seen.has(id))
    const ids = [...new Set(unseen.map(({ productId }) => productId))]
    if (ids.length > 0) {
      const rows = await readSomeRows(this.#db, marketId, ids)
      const shown = new Set(rows.map(({ id }) => id))
      held.index.apply(
        rows,
        ids.filter((id) => !shown.has(id)),
      )
    }
    held.since = since
    held.seen = new Set(changes.map(({ id }) => id))
  }
}

interface Changes {
  /** All transactions before this one are over. */
  since: string
  changes: { id: number; productId: string }[]
}

/** The changes of all transactions from `since` on; none when that is undefined. */
async function readChanges(db: Db, marketId: string, since: string | undefined): Promise<Changes> {
  const { rows } = await db.execute<{ since: string; ids: number[]; products: string[] }>(sql`
    select pg_snapshot_xmin(pg_current_snapshot())::text as since,
      coalesce(array_agg(change.id::float8), '{}') as ids,
      coalesce(array_agg(change.product_id), '{}') as products
    from market.product_changes change
    where change.market_id = ${marketId} and change.transaction >= ${since ?? null}::text::xid8`)
  const [row] = rows
  if (!row) throw new Error('an aggregate answers one row')
  const changes = row.products.map((productId, at) => ({ id: row.ids[at] ?? 0, productId }))
  return { since: row.since, changes }
}
