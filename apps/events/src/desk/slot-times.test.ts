import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localOf } from '@rose-ash/shared/time'
import { type SlotPlan, slotTimes } from './slot-times.ts'

const minute = 60_000
const berlin = 'Europe/Berlin'

/** Mornings of two hours from Monday to Sunday, a quarter of an hour apart. */
const plan: SlotPlan = {
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  opensAt: '08:00',
  closesAt: '13:00',
  lengthMinutes: 120,
  pauseMinutes: 15,
  firstDay: '2026-11-23',
  lastDay: '2026-11-23',
  timeZone: berlin,
}

/** Wall clock times, as on paper. */
const written = (values: Partial<SlotPlan>) =>
  slotTimes({ ...plan, ...values }).map(
    ({ startsAt, endsAt }) => `${localOf(startsAt, berlin)} ${localOf(endsAt, berlin).slice(11)}`,
  )

describe('the slots of a plan', () => {
  it('fill the hours of the days that were ticked', () => {
    expect(written({ weekdays: [1, 5], lastDay: '2026-11-30' })).toEqual([
      '2026-11-23T08:00 10:00',
      '2026-11-23T10:15 12:15',
      '2026-11-27T08:00 10:00',
      '2026-11-27T10:15 12:15',
      '2026-11-30T08:00 10:00',
      '2026-11-30T10:15 12:15',
    ])
  })

  it('may go on until the end of the day', () => {
    expect(
      written({ opensAt: '22:00', closesAt: '00:00', lengthMinutes: 60, pauseMinutes: 0 }),
    ).toEqual(['2026-11-23T22:00 23:00', '2026-11-23T23:00 00:00'])
  })

  it('are two hours long also in the nights when clocks change', () => {
    const night = { opensAt: '00:00', closesAt: '06:00', pauseMinutes: 0 }

    expect(written({ ...night, firstDay: '2026-03-29', lastDay: '2026-03-29' })).toEqual([
      '2026-03-29T00:00 03:00',
      '2026-03-29T03:00 05:00',
    ])
    expect(written({ ...night, firstDay: '2026-10-25', lastDay: '2026-10-25' })).toEqual([
      '2026-10-25T00:00 02:00',
      '2026-10-25T02:00 03:00',
      '2026-10-25T03:00 05:00',
    ])
  })

  it.each([
    ['The last day is before the first.', { lastDay: '2026-11-22' }],
    ['The hours end before they begin.', { closesAt: '08:00' }],
    ['No slot fits', { lengthMinutes: 301 }],
    ['No slot fits', { weekdays: [2] }],
    ['a year at most', { lastDay: '2028-01-01' }],
    ['2000 at most', { lastDay: '2027-11-23', lengthMinutes: 5, pauseMinutes: 0 }],
  ])('are refused with “%s”', (words, values) => {
    expect(() => slotTimes({ ...plan, ...values })).toThrow(words)
  })

  it('are as long as they should be, apart, and within the hours, whatever the clocks do', () => {
    const hour = fc.integer({ min: 0, max: 23 })
    const pad = (number: number) => String(number).padStart(2, '0')
    const springs = new Set(['2026-03-29', '2027-03-28'])
    const around = fc.constantFrom('2026-03-28', '2026-10-24', '2027-03-27', '2027-10-30')
    fc.assert(
      fc.property(
        fc.record({
          around,
          opens: hour,
          open: fc.integer({ min: 1, max: 24 }),
          lengthMinutes: fc.integer({ min: 5, max: 300 }),
          pauseMinutes: fc.integer({ min: 0, max: 90 }),
        }),
        ({ around: firstDay, opens, open, lengthMinutes, pauseMinutes }) => {
          const closes = Math.min(24, opens + open)
          const lastDay = firstDay.replace(/\d\d$/, (day) => pad(Number(day) + 1))
          const hours = { opensAt: `${pad(opens)}:00`, closesAt: `${pad(closes % 24)}:00` }
          const asked = { ...plan, ...hours, firstDay, lastDay, lengthMinutes, pauseMinutes }

          const found = planned(asked)

          for (const [at, { startsAt, endsAt }] of found.entries()) {
            expect(endsAt.getTime() - startsAt.getTime()).toBe(lengthMinutes * minute)
            const before = found[at - 1]
            const gap = before ? startsAt.getTime() - before.endsAt.getTime() : Infinity
            const sameDay = before && dayOf(before.startsAt) === dayOf(startsAt)
            expect(gap).toBeGreaterThanOrEqual(sameDay ? pauseMinutes * minute : 0)
            const day = dayOf(startsAt)
            expect(localOf(startsAt, berlin) >= `${day}T${hours.opensAt}`).toBe(true)
            // What closes at two closes at three in the night that has no two o'clock.
            const closing = closes === 2 && springs.has(day) ? 3 : closes
            const last = `${day}T${pad(closing)}:00`
            const end = localOf(endsAt, berlin)
            expect(end <= last || end === `${nextDay(day)}T00:00`).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

const dayOf = (instant: Date): string => localOf(instant, berlin).slice(0, 10)

/** ISO 8601, both. */
function nextDay(day: string): string {
  return new Date(Date.parse(day) + 24 * 60 * minute).toISOString().slice(0, 10)
}

/** Nothing fits into few hours and long slots: no slots then. */
function planned(asked: SlotPlan) {
  try {
    return slotTimes(asked)
  } catch {
    return []
  }
}
