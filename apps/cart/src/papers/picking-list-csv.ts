import { csvLine } from '@rose-ash/shared/csv'
import { localOf } from '@rose-ash/shared/time'
import type { HandedOver } from './handovers-of.ts'

/** The picking list as CSV in UTF-8: a line for each thing of each order. */
export function pickingListCsv(
  handovers: HandedOver[],
  { timeZone }: { timeZone: string },
): string {
  const head = [
    'Point',
    'Place',
    'From',
    'Until',
    'Order',
    'Name',
    'Paid',
    'Thing',
    'Size',
    'How many',
    'Ordered of each',
    'Unit',
    'Weighed',
    'Note',
  ]
  const lines = handovers.flatMap((one) => {
    const [from, until] = [one.startsAt, one.endsAt].map((at) =>
      localOf(at, timeZone).replace('T', ' '),
    )
    const order = [one.title, one.place, from ?? '', until ?? '', String(one.number), one.name]
    return one.lines.map((line) =>
      csvLine([
        ...order,
        one.isPaid ? 'yes' : 'no',
        line.title,
        line.detail,
        String(line.quantity),
        line.weighed ? String(line.measureAmount ?? '') : '',
        line.weighed ? (line.measureUnit ?? '') : '',
        String(line.packedAmount ?? ''),
        [one.note, line.note].filter((part) => part !== '').join('; '),
      ]),
    )
  })
  return `\uFEFF${csvLine(head)}${lines.join('')}`
}
