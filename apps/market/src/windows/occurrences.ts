import { Temporal } from 'temporal-polyfill'
import type { windowSchedules } from '@rose-ash/shared/db/models/market-windows'

export type Schedule = Pick<
  typeof windowSchedules.$inferSelect,
  'timeZone' | 'opensOn' | 'opensAt' | 'closesOn' | 'closesAt' | 'everyWeeks' | 'startsOn'
>

/** A point hands out on a day after the one that orders close on, between two wall clock times. */
export interface Handout {
  pointId: string
  daysAfterClosing: number
  startsAt: string
  endsAt: string
}

export interface Occurrence {
  /** The Monday of the week it opens in. */
  weekOf: string
  opensAt: Date
  closesAt: Date
  pickups: { pointId: string; startsAt: Date; endsAt: Date }[]
}

/**
 * The windows of a schedule that close after `from` and open before `until`, in their order. Wall
 * clock times of its zone: what is skipped when clocks go forward is an hour later, what comes twice
 * is the first. It closes on the first such weekday and time after it opens, a week later at most.
 */
export function occurrences(
  schedule: Schedule,
  handouts: readonly Handout[],
  { from, until }: { from: Date; until: Date },
): Occurrence[] {
  const first = mondayOf(Temporal.PlainDate.from(schedule.startsOn))
  const step = schedule.everyWeeks
  const asked = mondayOf(dateIn(from, schedule.timeZone)).subtract({ weeks: 2 })
  const weeks = Math.max(0, Math.ceil(first.until(asked, { largestUnit: 'weeks' }).weeks / step))
  const found: Occurrence[] = []
  for (let n = weeks; ; n += 1) {
    const next = occurrenceOf(schedule, handouts, first.add({ weeks: n * step }))
    if (next.opensAt >= until) return found
    if (next.closesAt > from) found.push(next)
  }
}

function occurrenceOf(
  schedule: Schedule,
  handouts: readonly Handout[],
  monday: Temporal.PlainDate,
): Occurrence {
  const { timeZone, opensOn, opensAt, closesOn, closesAt } = schedule
  const at = (date: Temporal.PlainDate, time: string) =>
    new Date(
      date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
        .epochMilliseconds,
    )
  const opens = monday.add({ days: opensOn - 1 })
  const days = (closesOn - opensOn + 7) % 7
  const sameDay = days === 0 && closesAt <= opensAt
  const closes = opens.add({ days: sameDay ? 7 : days })
  // A skipped hour may move the closing beyond the next opening.
  const closing = Math.min(
    at(closes, closesAt).getTime(),
    at(opens.add({ days: 7 }), opensAt).getTime(),
  )
  return {
    weekOf: monday.toString(),
    opensAt: at(opens, opensAt),
    closesAt: new Date(closing),
    pickups: handouts.map(({ pointId, daysAfterClosing, startsAt, endsAt }) => {
      const day = closes.add({ days: daysAfterClosing })
      return { pointId, startsAt: at(day, startsAt), endsAt: at(day, endsAt) }
    }),
  }
}

const mondayOf = (date: Temporal.PlainDate) => date.subtract({ days: date.dayOfWeek - 1 })

/** The day that an instant is on in a zone. */
export function dateIn(instant: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
}
