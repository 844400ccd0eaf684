import { Temporal } from 'temporal-polyfill'

/** A weekly handover: which days, between which times, and until when it is ordered. */
export interface HandoverRhythm {
  /** 1 Monday to 7 Sunday; none: every day. */
  weekdays: number[]
  /** `HH:MM` on the wall clock. */
  startsAt: string
  endsAt: string
  /** An order must be there by `cutoff` of so many days before; 0: the same day. */
  leadDays: number
  cutoff: string
}

/**
 * The next days on which something ordered now is handed over, in the zone's own time. What is skipped
 * when clocks go forward is an hour later.
 */
export function handoverDays(
  rhythm: HandoverRhythm,
  { now, timeZone, count }: { now: Date; timeZone: string; count: number },
): { startsAt: Date; endsAt: Date }[] {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
  const days: { startsAt: Date; endsAt: Date }[] = []
  for (let ahead = 0; days.length < count && ahead <= rhythm.leadDays + 14 + 7 * count; ahead++) {
    const day = local.toPlainDate().add({ days: ahead })
    if (isServed(day, rhythm) && isInTime(day, { rhythm, local })) {
      const startsAt = instant(day, { clock: rhythm.startsAt, timeZone })
      const endsAt = instant(day, { clock: rhythm.endsAt, timeZone })
      days.push({ startsAt, endsAt: endsAt > startsAt ? endsAt : later(startsAt, rhythm) })
    }
  }
  return days
}

/** Its usual length later: the beginning was moved behind the end by the clocks. */
function later(startsAt: Date, rhythm: HandoverRhythm): Date {
  const [from, until] = [rhythm.startsAt, rhythm.endsAt].map((at) => Temporal.PlainTime.from(at))
  const minutes = from && until ? from.until(until).total('minutes') : 0
  return new Date(startsAt.getTime() + minutes * 60_000)
}

const isServed = (day: Temporal.PlainDate, { weekdays }: HandoverRhythm): boolean =>
  weekdays.length === 0 || weekdays.includes(day.dayOfWeek)

function isInTime(
  day: Temporal.PlainDate,
  { rhythm, local }: { rhythm: HandoverRhythm; local: Temporal.PlainDateTime },
): boolean {
  const last = day.subtract({ days: rhythm.leadDays }).toPlainDateTime(rhythm.cutoff)
  const begins = day.toPlainDateTime(rhythm.startsAt)
  return (
    Temporal.PlainDateTime.compare(local, last) < 0 &&
    Temporal.PlainDateTime.compare(local, begins) < 0
  )
}

function instant(
  day: Temporal.PlainDate,
  { clock, timeZone }: { clock: string; timeZone: string },
): Date {
  const zoned = day.toPlainDateTime(clock).toZonedDateTime(timeZone)
  return new Date(zoned.epochMilliseconds)
}
