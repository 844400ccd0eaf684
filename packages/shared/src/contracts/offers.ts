import { z } from 'zod'
import { PageDto } from './blog.ts'

/** What can be put into a basket: a market variant, a ticket type, a slot, or a gift to a page. */
export const ItemKind = z.enum(['product', 'ticket', 'booking', 'donation'])

/**
 * An item as it can be bought at this moment. `left` is null when there is no limit; `path` is on
 * the origin of the app that owns it. A donation has no supply and is never scarce.
 */
export const Offer = z.object({
  kind: ItemKind,
  itemId: z.uuid(),
  supplyId: z.uuid().nullable(),
  /** What a slot is one of: its resource, for which vouchers are. */
  resourceId: z.uuid().optional(),
  /** The page that sells it. */
  page: PageDto,
  title: z.string(),
  detail: z.string(),
  image: z.string().nullable(),
  path: z.string(),
  unitMinor: z.int().min(0),
  /** What it costs otherwise, when it costs less now or for members. */
  usualMinor: z.int().min(0).nullable(),
  /** The least, where buyers choose what they pay and `unitMinor` is what is suggested. */
  floorMinor: z.int().min(0).nullable(),
  /** What the price contains of tax: 2000 is 20 %. */
  taxRateBasisPoints: z.int().min(0).max(10_000),
  /** True when only packing shows how much it really is of `measureAmount` `measureUnit`. */
  weighed: z.boolean(),
  measureAmount: z.int().nullable(),
  measureUnit: z.string().nullable(),
  currency: z.string().length(3),
  left: z.int().min(0).nullable(),
  /** How many an order takes at least and, unless null, at most. */
  minPerOrder: z.int().min(1),
  maxPerOrder: z.int().min(1).nullable(),
  /** False when its time is over, it was taken off the shelf, or its market takes no orders now. */
  onSale: z.boolean(),
  /** When its market takes orders again, if it is closed now and that is known. */
  opensAt: z.iso.datetime({ offset: true }).nullable(),
})

export type ItemKind = z.infer<typeof ItemKind>
export type Offer = z.infer<typeof Offer>
