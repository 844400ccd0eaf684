import { parseTypedPrice } from './parse-typed-price.ts'
import type { TypedRow } from './typed-product.ts'
import { instantOf } from '@rose-ash/shared/time'

export interface ReadingOptions {
  currency: string
  /** IANA name of the zone in which times are typed. */
  timeZone: string
}

/** Takes note of what is wrong with a field, in words for who typed it. */
export type Report = (field: string, problem: string) => void

const most = 1_000_000

/** Reads fields of a row: null is an empty one, or one that was reported. */
export function readFields(row: TypedRow, { currency, timeZone }: ReadingOptions, report: Report) {
  const text = (field: string, max = 200) => (row[field] ?? '').trim().slice(0, max)
  return {
    text,
    price(field: string): number | null {
      if (text(field) === '') return null
      const parsed = parseTypedPrice(row[field] ?? '', currency)
      if ('minor' in parsed) return parsed.minor
      report(field, parsed.error)
      return null
    },
    whole(field: string, least: number): number | null {
      if (text(field) === '') return null
      const parsed = /^\d{1,7}$/.test(text(field)) ? Number(text(field)) : Number.NaN
      if (parsed >= least && parsed <= most) return parsed
      report(field, `Write a whole number from ${least} on, such as ${Math.max(least, 5)}.`)
      return null
    },
    moment(field: string): Date | null {
      const at = instantOf(text(field), timeZone)
      if (at === undefined) report(field, 'Write the date and time as 2026-11-28T09:00.')
      return at ?? null
    },
  }
}
