import { Temporal } from 'temporal-polyfill'

/**
 * The instant of a wall clock (`2026-11-28T09:00`) in this IANA zone, null for an empty text, undefined
 * when it is no date and time. What is skipped when clocks go forward is an hour later, what comes
 * twice is the first.
 */
export function instantOf(local: string, timeZone: string): Date | null | undefined {
  if (local.trim() === '') return null
  try {
    const zoned = Temporal.PlainDateTime.from(local.trim()).toZonedDateTime(timeZone)
    return new Date(zoned.epochMilliseconds)
  } catch {
    return undefined
  }
}

/** The wall clock of an instant in this zone, to the minute; empty for none. */
export function localOf(instant: Date | null, timeZone: string): string {
  if (!instant) return ''
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
}
