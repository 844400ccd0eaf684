import { foreignKey, index, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id } from '../columns.ts'
import { people } from './account.ts'
import { orders, orderStates } from './cart.ts'
import { cartSchema } from './cart-merchants.ts'

/** What an order may become; a migration writes the rows, and nothing else does. */
export const orderMoves = cartSchema.table(
  'order_moves',
  {
    fromState: text({ enum: orderStates }).notNull(),
    toState: text({ enum: orderStates }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.fromState, t.toState] })],
)

/**
 * Every change of an order's state, never updated. Writing a move here makes it (trigger
 * `order_transitions_move`), when `order_moves` knows it and the order stands where it begins; the state
 * changes in no other way.
 */
export const orderTransitions = cartSchema.table(
  'order_transitions',
  {
    id: id(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    fromState: text({ enum: orderStates }),
    toState: text({ enum: orderStates }).notNull(),
    reason: text().notNull(),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    at: createdAt(),
  },
  (t) => [
    index('order_transitions_by_order').on(t.orderId, t.id),
    foreignKey({
      name: 'order_transitions_move_known',
      columns: [t.fromState, t.toState],
      foreignColumns: [orderMoves.fromState, orderMoves.toState],
    }),
  ],
)
