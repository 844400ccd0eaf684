import type { HandedLine, HandedOver } from '../handovers-of.ts'

export const aLine = (values: Partial<HandedLine> = {}): HandedLine => ({
  title: 'Country sourdough',
  detail: 'Large, 1.6 kg',
  note: '',
  quantity: 2,
  weighed: false,
  measureAmount: null,
  measureUnit: null,
  packedAmount: null,
  ...values,
})

/** Two loaves for Ada Marsh, to be picked up on a Saturday morning. */
export const aHandover = (values: Partial<HandedOver> = {}): HandedOver => ({
  orderId: '0199d0a0-0000-7000-8000-000000000501',
  number: 1042,
  name: 'Ada Marsh',
  email: 'ada@rose-ash.example',
  note: '',
  isPaid: true,
  kind: 'pickup',
  title: 'The Old Tannery',
  place: '3 Mill Lane, Wendle',
  startsAt: new Date('2026-11-28T10:00:00Z'),
  endsAt: new Date('2026-11-28T12:00:00Z'),
  address: null,
  packedAt: null,
  doneAt: null,
  lines: [aLine()],
  ...values,
})
