import { bigint, uuid } from 'drizzle-orm/pg-core'
import { createdAt } from '../columns.ts'
import { supplies } from './holds.ts'
import { marketSchema } from './market.ts'

/**
 * The stock of products on the shelf that there is again and of which nobody was told yet. A trigger on
 * `holds.supplies` writes it, whatever brought it back; what went and came back within one transaction
 * is not in it. A row goes when it is told.
 */
export const restocks = marketSchema.table('restocks', {
  /** Part of the note's id, so that each return is another note. */
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  /** Whoever writes this has locked the supply, so that nobody waits for anybody else here. */
  supplyId: uuid()
    .notNull()
    .unique('restocks_supply_once')
    .references(() => supplies.id, { onDelete: 'cascade' }),
  at: createdAt(),
})
