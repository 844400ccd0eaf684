import { Temporal } from 'temporal-polyfill'

export interface Week<T> {
  /** Its Monday, ISO 8601. */
  from: string
  previous: string
  next: string
  /** The days with something on them, in their order. */
  days: { date: string; slots: T[] }[]
}

/** The Monday of the week that a date is in, or that `now` is in when there is no date. */
export function mondayOf(date: string | undefined, now: Date, timeZone: string): string {
  const day = date ? Temporal.PlainDate.from(date) : dateOf(now, timeZone)
  return day.subtract({ days: day.dayOfWeek - 1 }).toString()
}

/** The first and the last-but-excluded instant of a week. */
export function weekRange(monday: string, timeZone: string): { from: Date; until: Date } {
  const first = Temporal.PlainDate.from(monday)
  const instant = (date: Temporal.PlainDate) =>
    new Date(date.toZonedDateTime(timeZone).epochMilliseconds)
  return { from: instant(first), until: instant(first.add({ days: 7 })) }
}

/** Lays slots out by the days of a week; each stands on the day it starts on in that zone. */
export function layOutWeek<T extends { startsAt: Date }>(
  monday: string,
  timeZone: string,
  slots: T[],
): Week<T> {
  const byDay = Map.groupBy(slots, ({ startsAt }) => dateOf(startsAt, timeZone).toString())
  const first = Temporal.PlainDate.from(monday)
  return {
    from: monday,
    previous: first.subtract({ days: 7 }).toString(),
    next: first.add({ days: 7 }).toString(),
    days: [...byDay].map(([date, own]) => ({ date, slots: own })),
  }
}

/** The day that an instant is on in a zone. */
export function dateOf(instant: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
}
