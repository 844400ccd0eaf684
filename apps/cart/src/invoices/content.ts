import { z } from 'zod'

const minor = z.int()
const rate = z.int().min(0).max(10_000)

/** A thing on an invoice; on a credit note, what came back or was made cheaper. */
const Line = z.object({
  title: z.string(),
  detail: z.string(),
  /** Who sells it, where an invoice has things of several. */
  seller: z.string(),
  /** 0: only money went back for it. */
  quantity: z.int().min(0),
  unitMinor: minor,
  discountMinor: minor,
  totalMinor: minor,
  rateBasisPoints: rate,
  taxMinor: minor,
})

/**
 * An invoice or credit note as it was issued: all that its paper says, so that it can be drawn anew in
 * ten years. Amounts are minor units of `currency` with their tax in them; those of a credit note are
 * what goes back. `zone` and `locale` are how its dates and amounts are written.
 */
export const InvoiceContent = z.object({
  kind: z.enum(['invoice', 'credit_note']),
  /** `2026-0042`. */
  number: z.string(),
  issuedAt: z.iso.datetime(),
  currency: z.string().length(3),
  locale: z.string(),
  zone: z.string(),
  seller: z.object({
    name: z.string(),
    address: z.array(z.string()),
    taxNumber: z.string(),
    email: z.string(),
  }),
  buyer: z.object({ name: z.string(), email: z.string(), address: z.array(z.string()) }),
  order: z.object({ number: z.int(), placedAt: z.iso.datetime() }),
  lines: z.array(Line),
  /** Bringing things and keeping them, and on a credit note what is for no single thing. */
  fees: z.array(
    z.object({ title: z.string(), totalMinor: minor, rateBasisPoints: rate, taxMinor: minor }),
  ),
  itemsMinor: minor,
  discountMinor: minor,
  feesMinor: minor,
  totalMinor: minor,
  taxes: z.array(
    z.object({ rateBasisPoints: rate, netMinor: minor, taxMinor: minor, grossMinor: minor }),
  ),
  /** How the money came, or goes back. */
  paid: z.array(
    z.object({
      how: z.enum(['card', 'cash', 'credit']),
      amountMinor: minor,
      at: z.iso.datetime().nullable(),
    }),
  ),
  dueMinor: minor,
  /** When what is due is paid. */
  due: z.enum(['on_account', 'on_pickup', 'online']).nullable(),
  /** What a credit note corrects, and why. */
  corrects: z
    .object({ number: z.string(), issuedAt: z.iso.datetime(), why: z.string() })
    .nullable(),
})

export type InvoiceContent = z.infer<typeof InvoiceContent>
export type InvoiceLine = z.infer<typeof Line>
