import { handoverKinds, type handoverOptions } from '@rose-ash/shared/db/models/cart-terms'
import { minorDigits } from '@rose-ash/shared/money'
import { z } from 'zod'
import { typedAmount } from '../../accounting/amount.ts'

const clock = z
  .string()
  .trim()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write times such as 09:30.')

const percent = z
  .string()
  .trim()
  .default('')
  .transform((text) => text || '0')
  .pipe(z.string().regex(/^\d{1,2}([.,]\d{1,2})?$/, 'Write the tax as a percentage such as 20.'))
  .transform((text) => Math.round(Number(text.replace(',', '.')) * 100))

const weekday = z.coerce.number().int().min(1).max(7)

/** Beginnings of postcodes, each on its line or after a comma. */
const postcodes = z
  .string()
  .max(2_000)
  .default('')
  .transform((text) =>
    text
      .split(/[\n,]/)
      .map((part) => part.trim().toUpperCase())
      .filter(Boolean),
  )
  .pipe(
    z
      .array(
        z.string().regex(/^[A-Z0-9 -]{1,12}$/, 'A postcode is letters and digits, such as WN4.'),
      )
      .max(100, 'A hundred postcodes at most.'),
  )

/** What the form about a way of handing over sends; amounts in this currency. */
export const optionForm = (currency: string) =>
  z
    .object({
      kind: z.enum(handoverKinds),
      title: z.string().trim().min(1, 'Give it a name that buyers understand.').max(120),
      place: z.string().trim().max(200).default(''),
      notes: z.string().trim().max(500).default(''),
      weekdays: z.union([weekday.transform((day) => [day]), z.array(weekday)]).default([]),
      startsAt: clock,
      endsAt: clock,
      leadDays: z.coerce
        .number('Write the days ahead as a whole number.')
        .int('Write the days ahead as a whole number.')
        .min(0)
        .max(60, 'Sixty days ahead at most.'),
      cutoff: clock,
      postcodes,
      feeMinor: z
        .string()
        .default('')
        .transform((text) => text.trim() || '0')
        .pipe(typedAmount(currency)),
      freeFromMinor: z.union([
        z
          .literal('')
          .optional()
          .transform(() => null),
        typedAmount(currency),
      ]),
      taxRateBasisPoints: percent,
    })
    .refine(({ startsAt, endsAt }) => startsAt < endsAt, 'It must end after it begins.')
    .transform((values) => ({
      ...values,
      weekdays: [...new Set(values.weekdays)].toSorted((a, b) => a - b),
      // What is collected is collected there, from wherever people come.
      postcodes: values.kind === 'delivery' ? values.postcodes : [],
    }))

export type OptionValues = z.output<ReturnType<typeof optionForm>>

/** The form as a page shows it: everything as text. */
export function formOfOption(option: typeof handoverOptions.$inferSelect) {
  const amount = (minor: number | null): string =>
    minor === null
      ? ''
      : (minor / 10 ** minorDigits(option.currency)).toFixed(minorDigits(option.currency))
  return {
    ...option,
    weekdays: option.weekdays.map(String),
    leadDays: String(option.leadDays),
    postcodes: option.postcodes.join(', '),
    feeMinor: option.feeMinor === 0 ? '' : amount(option.feeMinor),
    freeFromMinor: amount(option.freeFromMinor),
    taxRateBasisPoints: String(option.taxRateBasisPoints / 100),
  }
}
