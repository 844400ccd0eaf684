import { type SQL, sql } from 'drizzle-orm'

/**
 * The first part of a statement that changes a holder's active holds: locks the supplies of them, in the
 * order of their ids. Only holds on `locked` may be changed then: one that is made meanwhile is on a
 * supply that is not locked, and touching it could make two transactions wait for each other. Not `for
 * update`: that would wait for everybody whose new row names the supply (a foreign key locks it for key
 * share), while they wait for us.
 */
export const lockSuppliesOf = (holderId: string): SQL => sql`locked as materialized (
  select id from holds.supplies
  where id in (select supply_id from holds.holds where holder_id = ${holderId} and state = 'active')
  order by id for no key update)`
