import { minorDigits } from '@rose-ash/shared/money'
import { z } from 'zod'

const most = 100_000_000

/** An amount above zero as somebody types it: `12`, `12.50`, `12,50`, `£12.50`. Minor units. */
export const typedAmount = (currency: string) =>
  z
    .string()
    .max(40)
    .transform((text, context) => {
      const minor = minorOf(text, currency)
      if (minor !== null && minor <= most) return minor
      context.addIssue('Write an amount such as 12.50.')
      return z.NEVER
    })

function minorOf(text: string, currency: string): number | null {
  const digits = minorDigits(currency)
  const parts = /^[£€$]?(\d{1,9})(?:[.,](\d+))?$/.exec(text.replaceAll(/\s/g, ''))
  if (!parts) return null
  const [, whole = '', fraction = ''] = parts
  if (fraction.length > digits) return null
  return Number(whole + fraction.padEnd(digits, '0'))
}
