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
 * `orderedUnits` is what members ordered, less `looseUnits` left of the last opened case; `cases` of
 * `caseSize` are bought for it, and what is over stays loose.
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
    looseUnits: integer().notNull(),
    caseSize: integer().notNull(),
    cases: integer().notNull(),
    casePriceMinor: integer().notNull(),
    receivedUnits: integer(),
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
  ],
)
