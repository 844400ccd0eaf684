import { BadInput } from '@rose-ash/shared/errors'
import { Temporal } from 'temporal-polyfill'

/** When slots are to be: on these days of the week, between two times of the wall clock. */
export interface SlotPlan {
  /** 1 Monday to 7 Sunday. */
  weekdays: readonly number[]
  /** `08:00`; a closing at `00:00` is the end of the day. */
  opensAt: string
  closesAt: string
  lengthMinutes: number
  /** Between two slots of a day. */
  pauseMinutes: number
  /** ISO 8601, both included. */
  firstDay: string
  lastDay: string
  /** IANA. */
  timeZone: string
}

export interface Times {
  startsAt: Date
  endsAt: Date
}

const most = 2_000

/**
 * The slots of a plan, in their order. The first of a day begins when it opens, each is as long as it is
 * to be by the clock that runs on, also on the days that clocks change, and none ends after closing. An
 * opening or closing that is skipped when clocks go forward is an hour later, one that comes twice is the
 * first.
 *
 * @throws {BadInput} when its days or hours run backwards, it is longer than a year, or it makes no slot
 *   or more than 2,000.
 */
export function slotTimes(plan: SlotPlan): Times[] {
  const first = Temporal.PlainDate.from(plan.firstDay)
  const days = first.until(Temporal.PlainDate.from(plan.lastDay)).days
  if (days < 0) throw new BadInput('The last day is before the first.')
  if (days > 366) throw new BadInput('Lay out a year at most at once.')
  if (plan.closesAt !== '00:00' && plan.closesAt <= plan.opensAt) {
    throw new BadInput('The hours end before they begin.')
  }
  const found = Array.from({ length: days + 1 }, (_, day) => first.add({ days: day }))
    .filter(({ dayOfWeek }) => plan.weekdays.includes(dayOfWeek))
    .flatMap((date) => timesOf(date, plan))
  if (found.length === 0) throw new BadInput('No slot fits into these days and hours.')
  if (found.length > most) {
    throw new BadInput(`That is ${found.length} slots. Lay out ${most} at most at once.`)
  }
  return found
}

function timesOf(date: Temporal.PlainDate, plan: SlotPlan): Times[] {
  const { timeZone, opensAt, closesAt, lengthMinutes, pauseMinutes } = plan
  const at = (day: Temporal.PlainDate, time: string) =>
    day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
  const closes = at(closesAt === '00:00' ? date.add({ days: 1 }) : date, closesAt)
  const length = lengthMinutes * 60_000
  const times: Times[] = []
  for (
    let start = at(date, opensAt);
    start + length <= closes;
    start += length + pauseMinutes * 60_000
  ) {
    times.push({ startsAt: new Date(start), endsAt: new Date(start + length) })
  }
  return times
}
