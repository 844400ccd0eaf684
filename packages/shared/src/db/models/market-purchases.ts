import { type SQL, sql } from 'drizzle-orm'
import { bigint, check, index, integer, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from '../columns.ts'
import { people } from './account.ts'
import { marketSchema } from './market.ts'
import { supplierItems } from './market-review.ts'
import { suppliers } from './market-suppliers.ts'
import { orderWindows } from './market-windows.ts'

/** What the market orders from a supplier, by cases. Frozen when it is sent. */
export const purchaseOrders = marketSchema.table(
  'purchase_orders',
  {
    id: id(),
    number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity({ startWith: 101 }),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id),
    windowId: uuid().references(() => orderWindows.id),
    /** Orders paid until then are in it. */
    until: instant().notNull(),
    state: text({ enum: ['draft', 'sent', 'received', 'cancelled'] })
      .notNull()
      .default('draft'),
    currency: text().notNull(),
    note: text().notNull().default(''),
    createdBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    sentAt: instant(),
    receivedAt: instant(),
  },
  (t) => [
    unique('purchase_orders_number_once').on(t.number),
    check(
      'purchase_orders_state_known',
      sql`${t.state} in ('draft', 'sent', 'received', 'cancelled')`,
    ),
    index('purchase_orders_by_supplier').on(t.supplierId, t.id.desc().nullsFirst()),
  ],
)

/**
 * `orderedUnits` is what members wait for, `carriedUnits` of it from a delivery that came short; less
 * `looseUnits` left of the last opened case, `cases` of `caseSize` are bought for it, and what is over
 * stays loose. `shortUnits` are those that members still wait for after the delivery.
 */
export const purchaseLines = marketSchema.table(
  'purchase_lines',
  {
    id: id(),
    purchaseId: uuid()
      .notNull()
      .references(() => purchaseOrders.id, { onDelete: 'cascade' }),
    itemId: uuid()
      .notNull()
      .references(() => supplierItems.id),
    title: text().notNull(),
    externalId: text().notNull(),
    orderedUnits: integer().notNull(),
    carriedUnits: integer().notNull().default(0),
    looseUnits: integer().notNull(),
    caseSize: integer().notNull(),
    cases: integer().notNull(),
    casePriceMinor: integer().notNull(),
    receivedUnits: integer(),
    shortUnits: integer(),
    shortAs: text({ enum: ['carried', 'written_off'] }),
    /** The purchase that buys what was carried over; null until it is drafted. */
    carriedInto: uuid().references(() => purchaseOrders.id),
    overUnits: integer().generatedAlwaysAs(
      (): SQL => sql`cases * case_size + loose_units - ordered_units`,
    ),
  },
  (t) => [
    unique('purchase_lines_item_once').on(t.purchaseId, t.itemId),
    check(
      'purchase_lines_count_from_zero',
      sql`${t.orderedUnits} >= 0 and ${t.looseUnits} >= 0 and ${t.cases} >= 0 and ${t.caseSize} > 0
        and ${t.casePriceMinor} >= 0 and ${t.receivedUnits} >= 0`,
    ),
    check(
      'purchase_lines_carry_part_of_what_is_ordered',
      sql`${t.carriedUnits} between 0 and ${t.orderedUnits}`,
    ),
    check(
      'purchase_lines_short_once_received',
      sql`${t.shortUnits} is null or ${t.shortUnits} >= 0 and ${t.receivedUnits} is not null`,
    ),
    check(
      'purchase_lines_short_is_carried_or_written_off',
      sql`${t.shortAs} is null
        or ${t.shortAs} in ('carried', 'written_off') and coalesce(${t.shortUnits}, 0) > 0`,
    ),
    check(
      'purchase_lines_carried_once',
      sql`${t.carriedInto} is null or coalesce(${t.shortAs}, '') = 'carried'`,
    ),
    index('purchase_lines_carried_into').on(t.carriedInto),
  ],
)
