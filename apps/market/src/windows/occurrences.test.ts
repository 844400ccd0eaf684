import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { occurrences, type Schedule } from './occurrences.ts'

const london: Schedule = {
  timeZone: 'Europe/London',
  opensOn: 5,
  opensAt: '08:00',
  closesOn: 3,
  closesAt: '20:00',
  everyWeeks: 1,
  startsOn: '2026-01-05',
}
const thursday = {
  pointId: 'tannery',
  daysAfterClosing: 1,
  startsAt: '16:00',
  endsAt: '19:00',
}
const iso = (instant: Date) => instant.toISOString()
const span = (from: string, until: string) => ({ from: new Date(from), until: new Date(until) })

describe('the windows of a schedule', () => {
  it('open and close by the clock on the wall, in summer and in winter', () => {
    const found = occurrences(
      london,
      [thursday],
      span('2026-10-20T00:00:00Z', '2026-10-31T00:00:00Z'),
    )

    expect(found.map((one) => [one.weekOf, iso(one.opensAt), iso(one.closesAt)])).toEqual([
      ['2026-10-12', '2026-10-16T07:00:00.000Z', '2026-10-21T19:00:00.000Z'],
      ['2026-10-19', '2026-10-23T07:00:00.000Z', '2026-10-28T20:00:00.000Z'],
      ['2026-10-26', '2026-10-30T08:00:00.000Z', '2026-11-04T20:00:00.000Z'],
    ])
    expect(found[1]?.pickups.map(({ pointId, startsAt }) => [pointId, iso(startsAt)])).toEqual([
      ['tannery', '2026-10-29T16:00:00.000Z'],
    ])
  })

  it('last a whole week when they close on the weekday and at the time they open', () => {
    const [one] = occurrences(
      { ...london, closesOn: 5, closesAt: '08:00' },
      [],
      span('2026-06-01T00:00:00Z', '2026-06-06T00:00:00Z'),
    )

    expect([one?.opensAt, one?.closesAt].map((at) => at && iso(at))).toEqual([
      '2026-05-29T07:00:00.000Z',
      '2026-06-05T07:00:00.000Z',
    ])
  })

  it('come every few weeks, counted from the week that was named', () => {
    const found = occurrences(
      { ...london, everyWeeks: 3, startsOn: '2026-06-03' },
      [],
      span('2026-06-01T00:00:00Z', '2026-07-20T00:00:00Z'),
    )

    expect(found.map(({ weekOf }) => weekOf)).toEqual(['2026-06-01', '2026-06-22', '2026-07-13'])
  })

  it('open an hour later where the clock skips that hour', () => {
    const [one] = occurrences(
      { ...london, opensOn: 7, opensAt: '01:30', closesOn: 7, closesAt: '12:00' },
      [],
      span('2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z'),
    )

    expect(one && iso(one.opensAt)).toBe('2026-03-29T01:30:00.000Z')
  })

  it('close no later than the next one opens, whatever the clock does', () => {
    const found = occurrences(
      { ...london, opensOn: 7, opensAt: '02:00', closesOn: 7, closesAt: '01:30' },
      [],
      span('2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z'),
    )

    expect(found.map(({ opensAt, closesAt }) => [iso(opensAt), iso(closesAt)])).toEqual([
      ['2026-03-22T02:00:00.000Z', '2026-03-29T01:00:00.000Z'],
      ['2026-03-29T01:00:00.000Z', '2026-04-05T00:30:00.000Z'],
    ])
  })

  it('never overlap, and keep their weekday and time, in any zone and any year', () => {
    const time = fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map(two).join(':'))
    const schedule = fc.record({
      timeZone: fc.constantFrom(
        'Europe/London',
        'America/New_York',
        'Pacific/Apia',
        'Asia/Kolkata',
      ),
      opensOn: fc.integer({ min: 1, max: 7 }),
      opensAt: time,
      closesOn: fc.integer({ min: 1, max: 7 }),
      closesAt: time,
      everyWeeks: fc.integer({ min: 1, max: 8 }),
      startsOn: fc.integer({ min: 0, max: 3_000 }).map((n) => day(n)),
    })
    fc.assert(
      fc.property(schedule, fc.integer({ min: 0, max: 3_000 }), (made, n) => {
        const from = new Date(`${day(n)}T00:00:00Z`)
        const until = new Date(from.getTime() + 90 * 86_400_000)
        const found = occurrences(made, [], { from, until })
        for (const [index, { opensAt, closesAt }] of found.entries()) {
          const opens = inZone(opensAt, made.timeZone)
          expect(opens.dayOfWeek).toBe(made.opensOn)
          expect(opensAt < closesAt && closesAt > from && opensAt < until).toBe(true)
          const before = found[index - 1]?.closesAt ?? opensAt
          expect(opensAt.getTime()).toBeGreaterThanOrEqual(before.getTime())
        }
      }),
    )
  })
})

const two = (n: number) => String(n).padStart(2, '0')
const day = (n: number) => Temporal.PlainDate.from('2020-01-01').add({ days: n }).toString()
const inZone = (instant: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
