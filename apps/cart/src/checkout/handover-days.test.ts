import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { handoverDays, type HandoverRhythm } from './handover-days.ts'

const weekly: HandoverRhythm = {
  weekdays: [4, 6],
  startsAt: '16:00',
  endsAt: '19:00',
  leadDays: 1,
  cutoff: '12:00',
}

/** The beginnings on the wall clock of the zone. */
function beginnings(rhythm: HandoverRhythm, now: string, timeZone: string, count = 2): string[] {
  return handoverDays(rhythm, { now: new Date(now), timeZone, count }).map(({ startsAt }) =>
    wall(startsAt, timeZone).toString().slice(0, 16),
  )
}

const wall = (at: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)

describe('the days on which things are handed over', () => {
  it.each([
    [
      'a minute before the cutoff',
      '2026-11-25T11:59:00Z',
      ['2026-11-26T16:00', '2026-11-28T16:00'],
    ],
    ['at the cutoff', '2026-11-25T12:00:00Z', ['2026-11-28T16:00', '2026-12-03T16:00']],
    [
      'after the last of the week',
      '2026-11-28T17:00:00Z',
      ['2026-12-03T16:00', '2026-12-05T16:00'],
    ],
  ])('are the next ones %s', (_when, now, days) => {
    expect(beginnings(weekly, now, 'Europe/London')).toEqual(days)
  })

  it('follow the clock on the wall when the clocks change', () => {
    const now = '2027-03-26T00:00:00Z'
    const days = handoverDays(weekly, { now: new Date(now), timeZone: 'Europe/London', count: 2 })

    expect(days.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2027-03-27T16:00:00.000Z',
      '2027-04-01T15:00:00.000Z',
    ])
  })

  it('are of the zone, not of the server: it is Thursday in Auckland already', () => {
    const daily = { ...weekly, weekdays: [4], leadDays: 0, cutoff: '15:00' }

    expect(beginnings(daily, '2026-11-25T20:00:00Z', 'Pacific/Auckland', 1)).toEqual([
      '2026-11-26T16:00',
    ])
  })

  it('are none on the day itself once it has begun, though the cutoff is later', () => {
    const sameDay = { ...weekly, weekdays: [], leadDays: 0, startsAt: '09:00', cutoff: '20:00' }

    expect(beginnings(sameDay, '2026-11-25T09:00:00Z', 'Europe/London', 1)).toEqual([
      '2026-11-26T09:00',
    ])
  })

  it('end after they begin, though the clocks skip the hour in which they would', () => {
    const night = { ...weekly, weekdays: [7], startsAt: '01:15', endsAt: '02:00', leadDays: 0 }
    const at = { now: new Date('2027-03-27T12:30:00Z'), timeZone: 'Europe/London', count: 1 }

    const [day] = handoverDays({ ...night, cutoff: '23:00' }, at)

    expect(day?.startsAt.toISOString()).toBe('2027-03-28T01:15:00.000Z')
    expect(day?.endsAt.toISOString()).toBe('2027-03-28T02:00:00.000Z')
  })

  it('hold in every zone and year, whatever the rhythm', () => {
    const clock = fc
      .integer({ min: 0, max: 24 * 60 - 1 })
      .map(
        (m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`,
      )
    const rhythms = fc
      .record({
        weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
        clocks: fc.uniqueArray(clock, { minLength: 2, maxLength: 2 }),
        leadDays: fc.integer({ min: 0, max: 60 }),
        cutoff: clock,
      })
      .map(({ clocks, ...rest }): HandoverRhythm => {
        const [startsAt = '', endsAt = ''] = clocks.toSorted()
        return { ...rest, startsAt, endsAt }
      })
    const zones = fc.constantFrom(
      'Europe/London',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'America/Sao_Paulo',
    )
    const moments = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2045-01-01'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(rhythms, zones, moments, (rhythm, timeZone, now) => {
        const days = handoverDays(rhythm, { now, timeZone, count: 4 })

        expect(days).toHaveLength(4)
        const starts = days.map(({ startsAt }) => startsAt.getTime())
        expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b))
        for (const { startsAt, endsAt } of days) {
          const begin = wall(startsAt, timeZone)
          expect(endsAt.getTime()).toBeGreaterThan(startsAt.getTime())
          const everyDay = rhythm.weekdays.length === 0
          expect(everyDay || rhythm.weekdays.includes(begin.dayOfWeek)).toBe(true)
          const last = begin
            .toPlainDate()
            .subtract({ days: rhythm.leadDays })
            .toPlainDateTime(rhythm.cutoff)
          const local = wall(now, timeZone).toPlainDateTime()
          expect(Temporal.PlainDateTime.compare(local, last)).toBe(-1)
        }
      }),
      { numRuns: 300 },
    )
  })
})
