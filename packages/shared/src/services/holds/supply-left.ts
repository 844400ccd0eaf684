import { sql } from 'drizzle-orm'
import { supplies } from '../../db/models/holds.ts'

/**
 * What is left of a joined supply: null for no limit. What an expired hold still blocks counts as
 * left, as the next buyer gets it without waiting for the sweep.
 */
export const supplyLeft = sql<number | null>`
  ${supplies.capacity} - ${supplies.held} - ${supplies.taken} + coalesce((
    select sum(h.quantity)::int from holds.holds h
    where h.supply_id = ${supplies.id} and h.state = 'active' and h.expires_at <= now()), 0)`
