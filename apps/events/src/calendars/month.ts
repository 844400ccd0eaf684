import { Temporal } from 'temporal-polyfill'

/** One day of a month's grid. */
export interface Day<T> {
  /** ISO 8601, such as 2026-11-28. */
  date: string
  number: number
  inMonth: boolean
  isToday: boolean
  entries: T[]
}

export interface Month<T> {
  /** ISO 8601, such as 2026-11. */
  month: string
  previous: string
  next: string
  /** Whole weeks from Monday on. */
  weeks: Day<T>[][]
}

interface MonthInput<T> {
  /** ISO 8601, such as 2026-11. */
  month: string
  timeZone: string
  now: Date
  entries: (T & { startsAt: Date })[]
}

/** The month that an instant falls into, in a zone. */
export function monthOf(now: Date, timeZone: string): string {
  return dateOf(now, timeZone).toPlainYearMonth().toString()
}

/** The first and the last-but-excluded instant of what a month's grid shows. */
export function monthRange(month: string, timeZone: string): { from: Date; until: Date } {
  const first = firstShown(month)
  const instant = (date: Temporal.PlainDate) =>
    new Date(date.toZonedDateTime(timeZone).epochMilliseconds)
  return { from: instant(first), until: instant(first.add({ days: 7 * weekCount(month) })) }
}

/** Lays entries out over a month's weeks; each stands on the day it starts on in that zone. */
export function layOutMonth<T>({ month, timeZone, now, entries }: MonthInput<T>): Month<T> {
  const shown = Temporal.PlainYearMonth.from(month)
  const today = dateOf(now, timeZone)
  const byDay = Map.groupBy(entries, (entry) => dateOf(entry.startsAt, timeZone).toString())
  const days = Array.from({ length: 7 * weekCount(month) }, (_, index): Day<T> => {
    const date = firstShown(month).add({ days: index })
    return {
      date: date.toString(),
      number: date.day,
      inMonth: date.toPlainYearMonth().equals(shown),
      isToday: date.equals(today),
      entries: byDay.get(date.toString()) ?? [],
    }
  })
  return {
    month: shown.toString(),
    previous: shown.subtract({ months: 1 }).toString(),
    next: shown.add({ months: 1 }).toString(),
    weeks: Array.from({ length: weekCount(month) }, (_, week) =>
      days.slice(7 * week, 7 * week + 7),
    ),
  }
}

const dateOf = (instant: Date, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()

function firstShown(month: string): Temporal.PlainDate {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
  return first.subtract({ days: first.dayOfWeek - 1 })
}

function weekCount(month: string): number {
  const shown = Temporal.PlainYearMonth.from(month)
  const before = shown.toPlainDate({ day: 1 }).dayOfWeek - 1
  return Math.ceil((before + shown.daysInMonth) / 7)
}
