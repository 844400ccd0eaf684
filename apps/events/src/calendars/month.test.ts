import { describe, expect, it } from 'vitest'
import { layOutMonth, monthOf, monthRange } from './month.ts'

const london = 'Europe/London'
const at = (instant: string) => ({ startsAt: new Date(instant) })

describe('a month of a calendar', () => {
  it('is whole weeks from Monday on, with the days around it', () => {
    const { weeks, previous, next } = layOutMonth({
      month: '2026-11',
      timeZone: london,
      now: new Date('2026-11-22T12:00:00Z'),
      entries: [],
    })

    const days = weeks.flat()
    expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7])
    expect([days.at(0)?.date, days.at(-1)?.date]).toEqual(['2026-10-26', '2026-12-06'])
    expect(days.filter(({ inMonth }) => inMonth)).toHaveLength(30)
    expect(days.filter(({ isToday }) => isToday).map(({ date }) => date)).toEqual(['2026-11-22'])
    expect([previous, next]).toEqual(['2026-10', '2026-12'])
  })

  it('puts an entry on the day it starts on in its own zone, on both change weekends', () => {
    const entries = [
      at('2026-03-28T23:30:00Z'),
      at('2026-03-29T23:30:00Z'),
      at('2026-10-24T23:30:00Z'),
      at('2026-10-25T23:30:00Z'),
    ]
    const dayOf = (month: string) =>
      layOutMonth({ month, timeZone: london, now: new Date(0), entries })
        .weeks.flat()
        .filter((day) => day.inMonth && day.entries.length > 0)
        .map(({ date }) => date)

    expect(dayOf('2026-03')).toEqual(['2026-03-28', '2026-03-30'])
    expect(dayOf('2026-10')).toEqual(['2026-10-25'])
  })

  it('reaches from the first midnight it shows to the one after the last', () => {
    expect(monthRange('2026-10', london)).toEqual({
      from: new Date('2026-09-27T23:00:00Z'),
      until: new Date('2026-11-02T00:00:00Z'),
    })
  })

  it('is another month in Auckland already', () => {
    const now = new Date('2026-10-31T12:00:00Z')

    expect(monthOf(now, london)).toBe('2026-10')
    expect(monthOf(now, 'Pacific/Auckland')).toBe('2026-11')
  })
})
