import { z } from 'zod'

import { currencies } from '../state/currencies.ts'

const webUrl = z.url({ protocol: /^https?$/ })

const changeable = {
  amount: z.number().positive(),
  currency: z.enum(currencies),
  checkout_reference: z.string().min(1).max(90),
  description: z.string(),
  customer_id: z.string(),
  valid_until: z.iso.datetime({ offset: true }).nullable(),
}

export const createBody = z.object({
  ...changeable,
  merchant_code: z.string(),
  description: changeable.description.optional(),
  customer_id: changeable.customer_id.optional(),
  valid_until: changeable.valid_until.optional(),
  return_url: webUrl.optional(),
  redirect_url: webUrl.optional(),
  /** Recurring payments are not there. */
  purpose: z.literal('CHECKOUT').optional(),
  hosted_checkout: z.object({ enabled: z.boolean() }).optional(),
})

export const updateBody = z.object(changeable).partial()
