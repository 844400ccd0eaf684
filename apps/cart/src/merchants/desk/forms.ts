import { z } from 'zod'
import { providerKinds } from '../../payments/providers.ts'
import { isIban, plainIban } from '../iban.ts'

const version = z.coerce.number().int().min(0)
const ticked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

/** Lines of a text, without empty ones. */
const lines = z
  .string()
  .max(1_000)
  .default('')
  .transform((text) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.string()).max(8, 'An address has eight lines at most.'))

/** `2.5` as 250 basis points. */
const percent = z
  .string()
  .trim()
  .regex(/^\d{1,3}([.,]\d{1,2})?$/, 'Write a percentage such as 2.5.')
  .transform((text) => Math.round(Number(text.replace(',', '.')) * 100))
  .pipe(z.number().max(10_000, 'No more than 100 percent.'))

const words = {
  baseVersion: version,
  address: lines,
  taxNumber: z.string().trim().max(50).default(''),
}

/** What the form about a page's own merchant sends. */
export const MerchantForm = z.object({
  ...words,
  provider: z
    .string()
    .default(providerKinds[0].name)
    .refine((name) => providerKinds.some((kind) => kind.name === name), 'Choose one of these.'),
  name: z.string().trim().min(1, 'Write the name that stands on invoices.').max(200),
  merchantCode: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{4,20}$/, 'A merchant code is letters and digits, such as MH4H92C7.'),
  apiKey: z.string().trim().max(500).default(''),
})

export const CooperativeForm = z.object({ ...words, name: z.string().trim().max(200).default('') })

/** What the form about a page's terms sends; the fees are on an administrator's alone. */
export const TermsForm = z
  .object({
    baseVersion: version,
    feeBasisPoints: percent.optional(),
    feeTaxRateBasisPoints: percent.optional(),
    onAccount: ticked,
    onPickup: ticked,
    donations: ticked,
    cancelMinutes: z.coerce
      .number('Write a number of minutes.')
      .int('Write whole minutes.')
      .min(0, 'Write 0 when nobody may cancel by themselves.')
      .max(43_200, 'No more than 43200 minutes, which is thirty days.'),
    payoutName: z.string().trim().max(70, 'Banks take 70 letters.').default(''),
    payoutIban: z
      .string()
      .max(60)
      .default('')
      .transform(plainIban)
      .refine(
        (iban) => iban === '' || isIban(iban),
        'This IBAN has a slip in it. Compare it with the bank’s.',
      ),
  })
  .refine(({ payoutName, payoutIban }) => (payoutName === '') === (payoutIban === ''), {
    path: ['payoutName'],
    error: 'A bank needs both: whose account it is, and its IBAN.',
  })

export const ActivityForm = z.object({ baseVersion: version, active: z.enum(['on', 'off']) })
