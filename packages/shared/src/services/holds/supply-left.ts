import { sql } from 'drizzle-orm'

/**
 * What may still be sold of a joined `holds.supplies`: null for no limit. What an expired hold still blocks
 * counts as left, as the next buyer gets it without waiting for the sweep. Its columns are written
 * out, as Drizzle leaves their table away in a statement about one table alone.
 */
export const supplyLeft = sql<number | null>`
  supplies.capacity + supplies.backorder - supplies.held - supplies.taken + coalesce((
    select sum(hold.quantity)::int from holds.holds hold
    where hold.supply_id = supplies.id and hold.state = 'active' and hold.expires_at <= now()), 0)`
