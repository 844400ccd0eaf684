import { csvLine } from '@rose-ash/shared/csv'
import { localOf } from '@rose-ash/shared/time'
import type { HandedOver } from './handovers-of.ts'

const head = [
  'Order',
  'Name',
  'Street',
  'Postcode',
  'Town',
  'Phone',
  'Point',
  'Place',
  'From',
  'Until',
  'Paid',
]

/** A line for each box, as CSV in UTF-8: for label printers, and programs that write to many. */
export function labelsCsv(handovers: HandedOver[], { timeZone }: { timeZone: string }): string {
  const clock = (at: Date | null) => localOf(at, timeZone).replace('T', ' ')
  const lines = handovers.map(({ number, name, address, title, place, isPaid, ...when }) =>
    csvLine([
      String(number),
      address?.name || name,
      address?.street ?? '',
      address?.postcode ?? '',
      address?.city ?? '',
      address?.phone ?? '',
      title,
      place,
      clock(when.startsAt),
      clock(when.endsAt),
      isPaid ? 'yes' : 'no',
    ]),
  )
  return `\uFEFF${csvLine(head)}${lines.join('')}`
}
