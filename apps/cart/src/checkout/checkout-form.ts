import { z } from 'zod'
import { paymentTerms } from '@rose-ash/shared/db/models/cart'
import type { PostalAddress } from '@rose-ash/shared/db/models/cart-terms'

const text = (max: number) => z.string().trim().max(max).default('')

/** What the checkout's form sends. How the goods of a page are handed over is in `handover_<page>`. */
export const CheckoutForm = z
  .object({
    total: z.coerce.number().int().min(0),
    name: z.string().trim().max(120).default(''),
    email: z.string().trim().max(254).default(''),
    note: text(1_000),
    terms: z.enum(paymentTerms).default('online'),
    use_credit: z.literal('on').optional(),
    street: text(200),
    postcode: text(20),
    city: text(100),
    phone: text(40),
    /** Only what is chosen, not the order: the total is worked out anew. */
    update: z.string().optional(),
  })
  .catchall(z.string().max(300))

export type CheckoutForm = z.infer<typeof CheckoutForm>

/** What a buyer must say to order. */
export const BuyerForm = z.object({
  name: z.string().min(1, 'Tell us your name.'),
  email: z.email('We need an e-mail address such as name@example.org.'),
})

/** The choice for each page. */
export function choicesOf(form: CheckoutForm): Map<string, string> {
  const prefix = 'handover_'
  return new Map(
    Object.entries(form).flatMap(([key, value]) =>
      key.startsWith(prefix) && typeof value === 'string'
        ? [[key.slice(prefix.length), value] as const]
        : [],
    ),
  )
}

/** Where deliveries go; undefined while nothing of it is filled in. */
export function addressOf(form: CheckoutForm): PostalAddress | undefined {
  const { name, street, postcode, city, phone } = form
  return street || postcode || city ? { name, street, postcode, city, phone } : undefined
}
