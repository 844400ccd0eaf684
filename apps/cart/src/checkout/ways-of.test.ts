import { expect, it } from 'vitest'
import type { HandoverChoice } from './handover-choices.ts'
import { waysOf } from './ways-of.ts'

const day = (choice: string, values: Partial<HandoverChoice> = {}): HandoverChoice => ({
  choice,
  kind: 'delivery',
  title: 'By cargo bike',
  place: '',
  notes: '',
  startsAt: new Date('2026-11-27T16:00:00Z'),
  endsAt: new Date('2026-11-27T19:00:00Z'),
  feeMinor: 350,
  taxRateBasisPoints: 0,
  postcodes: [],
  ...values,
})
const [friday, saturday, sunday] = [day('fri'), day('sat'), day('sun')]
const square = day('square', { kind: 'pickup', title: 'The square', feeMinor: 0 })
const gate = day('gate', { kind: 'pickup', title: 'The square', place: 'East gate', feeMinor: 0 })

it('shows the next day of each way, and keeps its others in their order', () => {
  expect(waysOf([square, friday, saturday, gate, sunday], 'square')).toEqual([
    { shown: square, others: [] },
    { shown: friday, others: [saturday, sunday] },
    { shown: gate, others: [] },
  ])
})

it('shows the day that is chosen, and changes nothing of the other ways', () => {
  expect(waysOf([friday, saturday, square, sunday], 'sat')).toEqual([
    { shown: saturday, others: [friday, sunday] },
    { shown: square, others: [] },
  ])
})

it('keeps apart what costs something else', () => {
  const dear = day('dear', { feeMinor: 700 })

  expect(waysOf([friday, dear], '')).toHaveLength(2)
})
