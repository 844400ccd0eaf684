import type { supplierItems } from '@rose-ash/shared/db/models/market-review'

/** A thing in a supplier's catalogue, as the database has it. */
export type Item = typeof supplierItems.$inferSelect
